package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.DataFrameSpec;
import io.lorikeet.protocol.mac.DeviceTime;
import io.lorikeet.protocol.mac.LinkCheck;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.MacCommands;
import io.lorikeet.protocol.radio.LoRa;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the network answers to the MAC commands of an uplink. */
final class MacAnswers {

  private MacAnswers() {}

  /** The answers, in the order of the requests; at most what FOpts carries. */
  static Payload to(DataFrame frame, Session session, long fCnt, DeduplicatedUplink uplink) {
    var answers = new ArrayList<MacCommand>();
    for (var request : requests(frame, session, fCnt)) {
      if (request instanceof LinkCheck.LinkCheckReq) {
        answers.add(linkCheck(uplink));
      } else if (request instanceof DeviceTime.DeviceTimeReq) {
        answers.add(DeviceTime.DeviceTimeAns.at(endOfUplink(uplink)));
      }
    }
    var encoded = MacCommands.encode(answers);
    return encoded.size() <= DataFrameSpec.MAX_F_OPTS ? encoded : Payload.empty();
  }

  private static List<MacCommand> requests(DataFrame frame, Session session, long fCnt) {
    if (frame.fPort() != 0) {
      return MacCommands.parse(Direction.UP, frame.fOpts());
    }
    var clear =
        DataCrypto.crypt(
            session.nwkSKey(), Direction.UP, frame.devAddr(), fCnt, frame.frmPayload());
    return MacCommands.parse(Direction.UP, clear);
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
