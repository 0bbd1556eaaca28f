package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.LeftOut;
import io.lorikeet.actors.handler.RootKeyUse;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.key.Aes128Key;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What keys of this device were used for that it does not have any more, for the case that it gets
 * them again.
 *
 * @param sessions of ABP sessions and deleted devices, the newest first; at most {@link
 *     #MAX_SESSIONS}, beyond which the oldest is forgotten
 * @param rootKeys of the root keys, kept for the application side, which a deletion empties; at
 *     most {@link RootKeyUse#MAX}
 * @param appKeys what the downlinks of the session in use were encrypted with, if it is an ABP
 *     session and that is known
 * @param leftOut by all sessions, these and those of now
 */
public record Past(
    List<PastSession> sessions,
    List<RootKeyUse> rootKeys,
    Optional<AppKeys> appKeys,
    LeftOut leftOut)
    implements CborSerializable {

  /**
   * AppSKeys, which only the application side has.
   *
   * @param sessionId as {@link PastSession#id}
   * @param ids one way from the keys, the newest first; at most {@link #MAX_APP_KEYS}
   */
  public record AppKeys(String sessionId, List<String> ids) implements CborSerializable {

    public AppKeys {
      ids = List.copyOf(ids);
    }
  }

  static final int MAX_SESSIONS = 8;

  static final int MAX_APP_KEYS = 4;

  static final Past NONE = new Past(List.of(), List.of(), Optional.empty(), LeftOut.NOTHING);

  public Past {
    sessions = List.copyOf(sessions);
    rootKeys = rootKeys.stream().limit(RootKeyUse.MAX).toList();
    leftOut = leftOut == null ? LeftOut.NOTHING : leftOut; // before it was stored
  }

  Past with(Session ended) {
    var id = PastSession.id(ended);
    var known =
        sessions.stream()
            .filter(its -> its.id().equals(id))
            .flatMap(its -> its.appKeyIds().stream());
    var past = PastSession.of(ended, newest(Stream.concat(appKeys(id), known)));
    return new Past(
        Stream.concat(Stream.of(past), sessions.stream().filter(its -> !its.id().equals(past.id())))
            .limit(MAX_SESSIONS)
            .toList(),
        rootKeys,
        appKeys,
        leftOut);
  }

  private Stream<String> appKeys(String sessionId) {
    return appKeys.filter(its -> its.sessionId().equals(sessionId)).stream()
        .flatMap(its -> its.ids().stream());
  }

  private static List<String> newest(Stream<String> ids) {
    return ids.distinct().limit(MAX_APP_KEYS).toList();
  }

  /** The session in use encrypts with this key from now on. */
  Past encrypting(String sessionId, String appKeyId) {
    var ids = newest(Stream.concat(Stream.of(appKeyId), appKeys(sessionId)));
    return new Past(sessions, rootKeys, Optional.of(new AppKeys(sessionId, ids)), leftOut);
  }

  /** Sessions whose downlinks were encrypted with this key. */
  Stream<PastSession> encryptedWith(String appKeyId) {
    return sessions.stream().filter(its -> its.appKeyIds().contains(appKeyId));
  }

  Past skip(LeftOut more) {
    return new Past(
        sessions.stream().map(its -> its.skip(more.by())).toList(),
        rootKeys.stream().map(its -> its.skip(more.by())).toList(),
        appKeys,
        leftOut.and(more));
  }

  Past withRootKeys(List<RootKeyUse> keys) {
    return new Past(sessions, keys, appKeys, leftOut);
  }

  Optional<PastSession> session(DevAddr devAddr, Aes128Key nwkSKey) {
    var id = PastSession.id(devAddr, nwkSKey);
    return sessions.stream().filter(its -> its.id().equals(id)).findFirst();
  }
}
