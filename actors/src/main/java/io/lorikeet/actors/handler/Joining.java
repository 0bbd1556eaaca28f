package io.lorikeet.actors.handler;

import io.lorikeet.actors.handler.EndDeviceNetworkCommand.HandleJoin;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinAccepted;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinParameters;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinRefusal;
import io.lorikeet.actors.handler.EndDeviceState.Present;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.SessionKeyDerivation;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.frame.JoinAcceptContents;
import io.lorikeet.protocol.frame.JoinRequest;
import io.lorikeet.protocol.frame.PhyPayload;
import java.time.Instant;

/** Decides on a join-request, by the root keys (LoRaWAN 1.0.4, 6.2). */
sealed interface Joining {

  /**
   * @param joined to be stored before {@code accepted} leaves
   */
  record Granted(int devNonce, int joinNonce, SessionKeys10 keys, JoinAccepted accepted)
      implements Joining {

    EndDeviceEvent.DeviceJoined joined(HandleJoin request) {
      return new EndDeviceEvent.DeviceJoined(
          devNonce,
          joinNonce,
          accepted.devAddr(),
          keys.appSKey(),
          accepted.startedAt(),
          request.radio(),
          request.accept().inUse());
    }
  }

  /**
   * @param signed whether the device itself asked: only then it is worth telling the application
   */
  record Refused(JoinRefusal reason, boolean signed, int devNonce, String text)
      implements Joining {}

  int MAX_JOIN_NONCE = 0xff_ffff;

  static Joining decide(Present device, Payload phy, JoinParameters accept, Instant at) {
    if (!(device.registration().activation() instanceof EndDeviceRegistration.Otaa otaa)
        || !(PhyPayload.parseUplink(phy) instanceof JoinRequest request)) {
      return new Refused(JoinRefusal.UNKNOWN_DEVICE, false, 0, "it does not join");
    }
    if (!request.hasValidMic(otaa.appKey())) {
      return new Refused(JoinRefusal.BAD_MIC, false, request.devNonce(), "bad MIC");
    }
    if (device.registration().joinEui().filter(request.joinEui()::equals).isEmpty()) {
      return refused(JoinRefusal.JOIN_EUI_MISMATCH, request, "join_eui is " + request.joinEui());
    }
    var joins = device.joins();
    if (!joins.devNonces().accepts(request.devNonce(), device.registration().profile().version())) {
      return refused(
          JoinRefusal.DEV_NONCE_REUSED,
          request,
          "DevNonce %d was used before, the last one was %d"
              .formatted(request.devNonce(), joins.devNonces().last()));
    }
    if (joins.lastJoinNonce() >= MAX_JOIN_NONCE) {
      return refused(
          JoinRefusal.JOIN_NONCES_USED_UP, request, "the root keys have no JoinNonce left");
    }
    return grant(otaa, request, joins.lastJoinNonce() + 1, accept, at);
  }

  private static Refused refused(JoinRefusal reason, JoinRequest request, String text) {
    return new Refused(reason, true, request.devNonce(), text);
  }

  private static Granted grant(
      EndDeviceRegistration.Otaa otaa,
      JoinRequest request,
      int joinNonce,
      JoinParameters accept,
      Instant at) {
    var keys =
        SessionKeyDerivation.derive10(otaa.appKey(), joinNonce, accept.netId(), request.devNonce());
    var contents =
        new JoinAcceptContents(
            joinNonce,
            accept.netId(),
            accept.devAddr(),
            accept.settings().rx1DrOffset(),
            accept.settings().rx2DataRate(),
            false,
            accept.settings().rx1DelaySeconds(),
            accept.cfList());
    var phy = contents.encode10(otaa.appKey()).phy();
    return new Granted(
        request.devNonce(),
        joinNonce,
        keys,
        new JoinAccepted(phy, accept.devAddr(), keys.nwkSKey(), at));
  }
}
