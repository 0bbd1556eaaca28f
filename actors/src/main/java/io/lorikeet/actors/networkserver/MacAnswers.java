package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.protocol.frame.DataFrameSpec;
import io.lorikeet.protocol.mac.DeviceMode;
import io.lorikeet.protocol.mac.DeviceTime;
import io.lorikeet.protocol.mac.LinkCheck;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.MacCommands;
import io.lorikeet.protocol.mac.PingSlotInfo;
import io.lorikeet.protocol.mac.Rekey;
import io.lorikeet.protocol.mac.Reset;
import io.lorikeet.protocol.radio.LoRa;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the network answers to the MAC commands of an uplink. */
final class MacAnswers {

  /** LoRaWAN 1.1. */
  private static final int MINOR_VERSION = 1;

  private MacAnswers() {}

  /** The answers, in the order of the requests; as many as FOpts carries. */
  static List<MacCommand> to(
      List<MacCommand> requests, Session session, DeduplicatedUplink uplink) {
    var answers = new ArrayList<MacCommand>();
    for (var request : requests) {
      answer(request, session, uplink).ifPresent(answers::add);
    }
    while (MacCommands.encode(answers).size() > DataFrameSpec.MAX_F_OPTS) {
      answers.remove(answers.size() - 1);
    }
    return answers;
  }

  private static Optional<MacCommand> answer(
      MacCommand request, Session session, DeduplicatedUplink uplink) {
    if (request instanceof LinkCheck.LinkCheckReq) {
      return Optional.of(linkCheck(uplink));
    }
    if (request instanceof DeviceTime.DeviceTimeReq) {
      return Optional.of(DeviceTime.DeviceTimeAns.at(endOfUplink(uplink)));
    }
    if (request instanceof PingSlotInfo.PingSlotInfoReq) {
      return Optional.of(new PingSlotInfo.PingSlotInfoAns());
    }
    if (session.v11().isEmpty()) {
      return Optional.empty();
    }
    if (request instanceof Rekey.RekeyInd ind) {
      return Optional.of(new Rekey.RekeyConf(Math.min(MINOR_VERSION, ind.minor())));
    }
    if (request instanceof Reset.ResetInd ind) {
      return Optional.of(new Reset.ResetConf(Math.min(MINOR_VERSION, ind.minor())));
    }
    return request instanceof DeviceMode.DeviceModeInd ind
        ? Optional.of(new DeviceMode.DeviceModeConf(ind.deviceClass()))
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
