package io.lorikeet.simulator.device;

import io.lorikeet.protocol.crypto.SessionKeyDerivation;
import io.lorikeet.protocol.frame.JoinAccept;
import io.lorikeet.protocol.frame.JoinAcceptContents;
import io.lorikeet.protocol.frame.JoinContext;
import io.lorikeet.protocol.key.Aes128Key;
import java.util.Optional;

/** What a device makes of a join-accept: a session, if it is the answer to what it has asked. */
final class JoinInbox {

  private final DeviceState state;

  JoinInbox(DeviceState state) {
    this.state = state;
  }

  /** The session that an answer to the last join-request begins. */
  Optional<Session> joined(JoinAccept accept, DeviceIdentity.Otaa otaa) {
    return joined10(accept, otaa.appKey());
  }

  private Optional<Session> joined10(JoinAccept accept, Aes128Key key) {
    return JoinAcceptContents.decode10(accept, key)
        .filter(contents -> !contents.optNeg())
        .map(
            contents ->
                Session.joined(
                    contents,
                    new Secrets.Of10(
                        SessionKeyDerivation.derive10(
                            key, contents.joinNonce(), contents.netId(), state.lastDevNonce())),
                    state.region,
                    state.joinedHz()));
  }

  /**
   * The same of LoRaWAN 1.1; a network that speaks 1.0.x answers as such.
   *
   * @param asked what the device has asked
   */
  Optional<Session> joined(JoinAccept accept, DeviceIdentity.Otaa11 otaa, JoinContext asked) {
    boolean join = asked.request() == JoinContext.Request.JOIN;
    var contents = contents11(accept, otaa, asked);
    if (contents.isEmpty()) {
      return join ? joined10(accept, otaa.nwkKey()) : Optional.empty();
    }
    if (!contents.get().optNeg() || !state.acceptsJoinNonce(contents.get().joinNonce())) {
      return Optional.empty();
    }
    state.usedJoinNonce(contents.get().joinNonce());
    var secrets =
        new Secrets.Of11(
            SessionKeyDerivation.derive11(
                otaa.nwkKey(),
                otaa.appKey(),
                contents.get().joinNonce(),
                otaa.joinEui(),
                asked.nonce()));
    var before = state.session().filter(its -> asked.request() == JoinContext.Request.REJOIN_2);
    return Optional.of(
        before
            .map(its -> Session.rekeyed(contents.get(), secrets, its))
            .orElseGet(
                () -> Session.joined(contents.get(), secrets, state.region, state.joinedHz())));
  }

  private static Optional<JoinAcceptContents> contents11(
      JoinAccept accept, DeviceIdentity.Otaa11 otaa, JoinContext asked) {
    var encryption =
        asked.request() == JoinContext.Request.JOIN
            ? otaa.nwkKey()
            : SessionKeyDerivation.jsEncKey(otaa.nwkKey(), otaa.devEui());
    return JoinAcceptContents.decode11(
        accept, encryption, SessionKeyDerivation.jsIntKey(otaa.nwkKey(), otaa.devEui()), asked);
  }
}
