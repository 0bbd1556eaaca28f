package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.key.Aes128Key;

/**
 * The counters of a session that was taken from its device, or deleted with it. Whoever gives the
 * device the same keys again goes on with them: no counter is used twice under one key.
 *
 * @param id one way from address and keys; see {@link KeyId}
 */
public record PastSession(String id, long lastFCntUp, long nextFCntDown, long nextAFCntDown)
    implements CborSerializable {

  static PastSession of(Session session) {
    return new PastSession(
        id(session.devAddr(), session.nwkSKey()),
        session.lastFCntUp(),
        session.nextDown(false),
        session.nextDown(true));
  }

  PastSession skip(int by) {
    return new PastSession(id, lastFCntUp, nextFCntDown + by, nextAFCntDown + by);
  }

  static String id(DevAddr devAddr, Aes128Key nwkSKey) {
    return KeyId.of("session " + devAddr, nwkSKey);
  }
}
