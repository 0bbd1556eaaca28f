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
 * @param leftOut by all sessions, these and those of now
 */
public record Past(List<PastSession> sessions, List<RootKeyUse> rootKeys, LeftOut leftOut)
    implements CborSerializable {

  static final int MAX_SESSIONS = 8;

  static final Past NONE = new Past(List.of(), List.of(), LeftOut.NOTHING);

  public Past {
    sessions = List.copyOf(sessions);
    rootKeys = rootKeys.stream().limit(RootKeyUse.MAX).toList();
    leftOut = leftOut == null ? LeftOut.NOTHING : leftOut; // before it was stored
  }

  Past with(Session ended) {
    var past = PastSession.of(ended);
    return new Past(
        Stream.concat(Stream.of(past), sessions.stream().filter(its -> !its.id().equals(past.id())))
            .limit(MAX_SESSIONS)
            .toList(),
        rootKeys,
        leftOut);
  }

  Past skip(LeftOut more) {
    return new Past(
        sessions.stream().map(its -> its.skip(more.by())).toList(),
        rootKeys.stream().map(its -> its.skip(more.by())).toList(),
        leftOut.and(more));
  }

  Past withRootKeys(List<RootKeyUse> keys) {
    return new Past(sessions, keys, leftOut);
  }

  Optional<PastSession> session(DevAddr devAddr, Aes128Key nwkSKey) {
    var id = PastSession.id(devAddr, nwkSKey);
    return sessions.stream().filter(its -> its.id().equals(id)).findFirst();
  }
}
