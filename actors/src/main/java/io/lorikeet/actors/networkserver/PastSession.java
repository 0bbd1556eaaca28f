package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.key.Aes128Key;
import java.util.List;

/**
 * The counters of a session that was taken from its device, or deleted with it. Whoever gives the
 * device the same keys again goes on with them: no counter is used twice under one key.
 *
 * @param id one way from address and keys; see {@link KeyId}
 * @param appKeyIds of the AppSKeys that its downlinks were encrypted with, as far as they are known
 */
public record PastSession(
    String id, long lastFCntUp, long nextFCntDown, long nextAFCntDown, List<String> appKeyIds)
    implements CborSerializable {

  public PastSession {
    appKeyIds = appKeyIds == null ? List.of() : List.copyOf(appKeyIds); // before it was stored
  }

  static PastSession of(Session session, List<String> appKeyIds) {
    return new PastSession(
        id(session.devAddr(), session.nwkSKey()),
        session.lastFCntUp(),
        session.nextDown(false),
        session.nextDown(true),
        appKeyIds);
  }

  PastSession skip(int by) {
    return new PastSession(id, lastFCntUp, nextFCntDown + by, nextAFCntDown + by, appKeyIds);
  }

  static String id(Session session) {
    return id(session.devAddr(), session.nwkSKey());
  }

  static String id(DevAddr devAddr, Aes128Key nwkSKey) {
    return KeyId.of("session " + devAddr, nwkSKey);
  }
}
