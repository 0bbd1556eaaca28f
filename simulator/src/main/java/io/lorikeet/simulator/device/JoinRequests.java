package io.lorikeet.simulator.device;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.SessionKeyDerivation;
import io.lorikeet.protocol.frame.JoinContext;
import io.lorikeet.protocol.frame.JoinContext.Request;
import io.lorikeet.protocol.frame.JoinRequest;
import io.lorikeet.protocol.frame.RejoinRequest;
import java.util.Optional;

/** Makes a device's join- and rejoin-requests. */
final class JoinRequests {

  private final DeviceIdentity identity;
  private final DeviceState state;

  /**
   * @param asked what the answer will be signed with
   */
  record Made(Payload phy, JoinContext asked) {}

  JoinRequests(DeviceIdentity identity, DeviceState state) {
    this.identity = identity;
    this.state = state;
  }

  /** Whether the device can join at all. */
  boolean joins() {
    return identity instanceof DeviceIdentity.Otaa || identity instanceof DeviceIdentity.Otaa11;
  }

  /** The join-request of a device that joins. */
  Made join(int devNonce) {
    if (identity instanceof DeviceIdentity.Otaa11 otaa) {
      return new Made(
          JoinRequest.create(otaa.joinEui(), otaa.devEui(), devNonce, otaa.nwkKey()).phy(),
          new JoinContext(Request.JOIN, otaa.joinEui(), devNonce));
    }
    var otaa = (DeviceIdentity.Otaa) identity;
    return new Made(
        JoinRequest.create(otaa.joinEui(), otaa.devEui(), devNonce, otaa.appKey()).phy(),
        new JoinContext(Request.JOIN, otaa.joinEui(), devNonce));
  }

  /**
   * A rejoin-request, which uses up its count; only a device in a session of LoRaWAN 1.1 that has
   * joined makes one.
   *
   * @param type 0, 1 or 2
   */
  Optional<Made> rejoin(int type) {
    var session = state.session();
    if (!(identity instanceof DeviceIdentity.Otaa11 otaa)
        || session.isEmpty()
        || !(session.get().secrets instanceof Secrets.Of11 secrets)) {
      return Optional.empty();
    }
    int count = type == 1 ? state.takeRjCount1() : session.get().nextRjCount0++;
    var request =
        type == 1
            ? RejoinRequest.create(
                otaa.joinEui(),
                otaa.devEui(),
                count,
                SessionKeyDerivation.jsIntKey(otaa.nwkKey(), otaa.devEui()))
            : RejoinRequest.create(
                type, session.get().netId, otaa.devEui(), count, secrets.keys().sNwkSIntKey());
    var kind =
        switch (type) {
          case 0 -> Request.REJOIN_0;
          case 1 -> Request.REJOIN_1;
          default -> Request.REJOIN_2;
        };
    return Optional.of(new Made(request.phy(), new JoinContext(kind, otaa.joinEui(), count)));
  }
}
