package io.lorikeet.actors.handler;

import io.lorikeet.actors.handler.EndDeviceNetworkCommand.HandleJoin;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinAccepted;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinParameters;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinRefusal;
import io.lorikeet.actors.handler.EndDeviceState.Present;
import io.lorikeet.actors.networkserver.NetworkKeys11;
import io.lorikeet.protocol.crypto.SessionKeyDerivation;
import io.lorikeet.protocol.frame.JoinAcceptContents;
import io.lorikeet.protocol.frame.JoinContext;
import io.lorikeet.protocol.frame.JoinRequest;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.frame.RejoinRequest;
import io.lorikeet.protocol.id.JoinEui;
import io.lorikeet.protocol.key.Aes128Key;
import java.util.Optional;

/**
 * Decides on a join-request (LoRaWAN 1.0.4, 6.2; 1.1, 6.2.2) or a rejoin-request (1.1, 6.2.4), by
 * the root keys.
 */
sealed interface Joining {

  /**
   * @param event to be stored before {@code accepted} leaves
   */
  record Granted(EndDeviceEvent event, JoinAccepted accepted) implements Joining {}

  /**
   * @param signed whether the device itself asked: only then it is worth telling the application
   */
  record Refused(JoinRefusal reason, boolean signed, int nonce, String text) implements Joining {}

  int MAX_JOIN_NONCE = 0xff_ffff;

  /** The type of rejoin-request that is signed with a root key. */
  int SIGNED_BY_ROOT_KEY = 1;

  static Joining decide(Present device, HandleJoin command) {
    if (device.registration().activation() instanceof EndDeviceRegistration.Otaa otaa) {
      var frame = PhyPayload.parseUplink(command.phy());
      if (frame instanceof JoinRequest request) {
        return join(device, otaa, request, command);
      }
      if (frame instanceof RejoinRequest request && speaks11(device, otaa)) {
        return rejoin(device, otaa, request, command);
      }
    }
    return new Refused(JoinRefusal.UNKNOWN_DEVICE, false, 0, "it does not join");
  }

  private static boolean speaks11(Present device, EndDeviceRegistration.Otaa otaa) {
    return otaa.nwkKey().isPresent() && device.registration().profile().version().splitsKeys();
  }

  private static Joining join(
      Present device, EndDeviceRegistration.Otaa otaa, JoinRequest request, HandleJoin command) {
    int nonce = request.devNonce();
    if (!request.hasValidMic(otaa.joinKey())) {
      return new Refused(JoinRefusal.BAD_MIC, false, nonce, "bad MIC");
    }
    if (device.registration().joinEui().filter(request.joinEui()::equals).isEmpty()) {
      return refused(JoinRefusal.JOIN_EUI_MISMATCH, nonce, "join_eui is " + request.joinEui());
    }
    var joins = device.joins();
    if (!joins.devNonces().accepts(nonce, device.registration().profile().version())) {
      return refused(
          JoinRefusal.DEV_NONCE_REUSED,
          nonce,
          "DevNonce %d was used before, the last one was %d"
              .formatted(nonce, joins.devNonces().last()));
    }
    if (joins.lastJoinNonce() >= MAX_JOIN_NONCE) {
      return usedUp(nonce);
    }
    int joinNonce = joins.lastJoinNonce() + 1;
    var session =
        speaks11(device, otaa)
            ? session11(
                device,
                otaa,
                new JoinContext(JoinContext.Request.JOIN, request.joinEui(), nonce),
                joinNonce,
                command)
            : session10(otaa, nonce, joinNonce, command);
    return new Granted(
        new EndDeviceEvent.DeviceJoined(
            nonce,
            joinNonce,
            session.accepted().devAddr(),
            session.appSKey(),
            command.receivedAt(),
            command.radio(),
            command.accept().inUse()),
        session.accepted());
  }

  /** The network has checked types 0 and 2, which are signed with a key of the session. */
  private static Joining rejoin(
      Present device, EndDeviceRegistration.Otaa otaa, RejoinRequest request, HandleJoin command) {
    int count = request.rjCount();
    var joins = device.joins();
    if (request.type() == SIGNED_BY_ROOT_KEY) {
      var signed = SessionKeyDerivation.jsIntKey(nwkKey(otaa), device.registration().devEui());
      if (!request.hasValidMic(signed)) {
        return new Refused(JoinRefusal.BAD_MIC, false, count, "bad MIC");
      }
      if (!device.registration().joinEui().equals(request.joinEui())) {
        return refused(JoinRefusal.JOIN_EUI_MISMATCH, count, "join_eui is another");
      }
      if (count < joins.nextRjCount1()) {
        return refused(
            JoinRefusal.DEV_NONCE_REUSED,
            count,
            "RJcount1 %d was used before, the next one is %d"
                .formatted(count, joins.nextRjCount1()));
      }
    }
    if (joins.lastJoinNonce() >= MAX_JOIN_NONCE) {
      return usedUp(count);
    }
    int joinNonce = joins.lastJoinNonce() + 1;
    var kind =
        switch (request.type()) {
          case 0 -> JoinContext.Request.REJOIN_0;
          case 1 -> JoinContext.Request.REJOIN_1;
          default -> JoinContext.Request.REJOIN_2;
        };
    var joinEui = device.registration().joinEui().orElse(EndDeviceState.NO_JOIN_EUI);
    var session =
        session11(device, otaa, new JoinContext(kind, joinEui, count), joinNonce, command);
    return new Granted(
        new EndDeviceEvent.DeviceRejoined(
            new EndDeviceEvent.RejoinCount(request.type(), count),
            joinNonce,
            session.accepted().devAddr(),
            session.appSKey(),
            command.receivedAt(),
            command.radio(),
            command.accept().inUse()),
        session.accepted());
  }

  private static Refused refused(JoinRefusal reason, int nonce, String text) {
    return new Refused(reason, true, nonce, text);
  }

  private static Refused usedUp(int nonce) {
    return refused(JoinRefusal.JOIN_NONCES_USED_UP, nonce, "the root keys have no JoinNonce left");
  }

  /** A new session, as its two sides get it. */
  record NewSession(Aes128Key appSKey, JoinAccepted accepted) {}

  private static NewSession session10(
      EndDeviceRegistration.Otaa otaa, int devNonce, int joinNonce, HandleJoin command) {
    var accept = command.accept();
    var key = otaa.joinKey();
    var keys = SessionKeyDerivation.derive10(key, joinNonce, accept.netId(), devNonce);
    var phy = contents(joinNonce, accept, false).encode10(key).phy();
    return new NewSession(
        keys.appSKey(),
        new JoinAccepted(
            phy, accept.devAddr(), keys.nwkSKey(), command.receivedAt(), Optional.empty()));
  }

  private static NewSession session11(
      Present device,
      EndDeviceRegistration.Otaa otaa,
      JoinContext context,
      int joinNonce,
      HandleJoin command) {
    var accept = command.accept();
    var nwkKey = nwkKey(otaa);
    var devEui = device.registration().devEui();
    JoinEui joinEui = context.joinEui();
    var keys =
        SessionKeyDerivation.derive11(nwkKey, otaa.appKey(), joinNonce, joinEui, context.nonce());
    var encryption =
        context.request() == JoinContext.Request.JOIN
            ? nwkKey
            : SessionKeyDerivation.jsEncKey(nwkKey, devEui);
    var phy =
        contents(joinNonce, accept, true)
            .encode11(encryption, SessionKeyDerivation.jsIntKey(nwkKey, devEui), context)
            .phy();
    return new NewSession(
        keys.appSKey(),
        new JoinAccepted(
            phy,
            accept.devAddr(),
            keys.fNwkSIntKey(),
            command.receivedAt(),
            Optional.of(new NetworkKeys11(keys.sNwkSIntKey(), keys.nwkSEncKey()))));
  }

  private static Aes128Key nwkKey(EndDeviceRegistration.Otaa otaa) {
    return otaa.nwkKey().orElseThrow();
  }

  private static JoinAcceptContents contents(int joinNonce, JoinParameters accept, boolean optNeg) {
    return new JoinAcceptContents(
        joinNonce,
        accept.netId(),
        accept.devAddr(),
        accept.settings().rx1DrOffset(),
        accept.settings().rx2DataRate(),
        optNeg,
        accept.settings().rx1DelaySeconds(),
        accept.cfList());
  }
}
