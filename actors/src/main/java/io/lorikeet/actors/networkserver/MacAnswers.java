package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.DataFrameSpec;
import io.lorikeet.protocol.mac.DeviceTime;
import io.lorikeet.protocol.mac.LinkCheck;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.MacCommands;
import io.lorikeet.protocol.mac.OtherMacCommand;
import io.lorikeet.protocol.radio.LoRa;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the network answers to the MAC commands of an uplink. */
final class MacAnswers {

  /** ResetInd and RekeyInd; both are answered by the version that is spoken from now on. */
  private static final int RESET = 0x01;

  private static final int REKEY = 0x0b;

  /** LoRaWAN 1.1. */
  private static final int MINOR_VERSION = 1;

  private MacAnswers() {}

  /** The answers, in the order of the requests; as many as FOpts carries. */
  static Payload to(List<MacCommand> requests, Session session, DeduplicatedUplink uplink) {
    var answers = new ArrayList<MacCommand>();
    for (var request : requests) {
      answer(request, session, uplink).ifPresent(answers::add);
    }
    while (MacCommands.encode(answers).size() > DataFrameSpec.MAX_F_OPTS) {
      answers.remove(answers.size() - 1);
    }
    return MacCommands.encode(answers);
  }

  private static Optional<MacCommand> answer(
      MacCommand request, Session session, DeduplicatedUplink uplink) {
    if (request instanceof LinkCheck.LinkCheckReq) {
      return Optional.of(linkCheck(uplink));
    }
    if (request instanceof DeviceTime.DeviceTimeReq) {
      return Optional.of(DeviceTime.DeviceTimeAns.at(endOfUplink(uplink)));
    }
    boolean greets = request.cid() == RESET || request.cid() == REKEY;
    return greets && session.v11().isPresent()
        ? Optional.of(
            new OtherMacCommand(request.cid(), Payload.of(new byte[] {(byte) MINOR_VERSION})))
        : Optional.empty();
  }

  private static LinkCheck.LinkCheckAns linkCheck(DeduplicatedUplink uplink) {
    var snr =
        uplink.receptions().stream().mapToDouble(its -> its.signal().snr()).max().orElseThrow();
    var floor = uplink.radio().modulation() instanceof LoRa lora ? lora.requiredSnr() : 0;
    var gateways = uplink.receptions().stream().map(Reception::gateway).distinct().count();
    return LinkCheck.LinkCheckAns.limited(snr - floor, (int) gateways);
  }

  /** A gateway's GPS knows best; else it is when the frame got here. */
  private static Instant endOfUplink(DeduplicatedUplink uplink) {
    return uplink.receptions().stream()
        .flatMap(reception -> reception.fix().time().stream())
        .findFirst()
        .orElseGet(uplink::receivedAt);
  }
}
