package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.DownlinkPrepared;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.ProfileSet;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.SessionJoined;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.SessionPersonalized;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.UplinkAccepted;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.UplinksLogged;
import io.lorikeet.protocol.id.DevAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A device at its network side. */
public sealed interface DeviceSessionState extends CborSerializable {

  /** Nobody has registered this DevEUI. */
  record Unknown() implements DeviceSessionState {}

  /** An application's downlink in a frame whose outcome may not be known yet. */
  record OpenDownlink(String downlinkId, long fCnt) implements CborSerializable {}

  /**
   * @param current the session the device uses; empty before its first activation
   * @param pending a join was answered, and no frame of the new session has come yet
   * @param unlogged frames that the application's log may not have yet, oldest first; at most
   *     {@link #MAX_UNLOGGED}
   * @param openDownlink the application's downlink that was prepared last
   */
  record Known(
      DeviceProfile profile,
      Optional<Session> current,
      Optional<Session> pending,
      List<UplinkAccepted> unlogged,
      Optional<OpenDownlink> openDownlink)
      implements DeviceSessionState {

    /** Beyond this the device waits: the log is away, and no counter is used up meanwhile. */
    static final int MAX_UNLOGGED = 32;

    public Known {
      unlogged = List.copyOf(unlogged);
    }

    static Known of(DeviceProfile profile) {
      return new Known(profile, Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    }

    /** The session that {@code devAddr} belongs to. */
    Optional<Session> session(DevAddr devAddr) {
      return sessions().filter(session -> session.devAddr().equals(devAddr)).findFirst();
    }

    /** The addresses under which the device may be heard. */
    Set<DevAddr> devAddrs() {
      return sessions().map(Session::devAddr).collect(Collectors.toUnmodifiableSet());
    }

    private Stream<Session> sessions() {
      return Stream.concat(current.stream(), pending.stream());
    }

    Known on(DeviceSessionEvent event) {
      if (event instanceof ProfileSet set) {
        return new Known(set.profile(), current, pending, unlogged, openDownlink);
      }
      if (event instanceof SessionPersonalized abp) {
        var session = Session.start(abp.devAddr(), abp.nwkSKey(), abp.startedAt());
        return new Known(
            profile, Optional.of(session), Optional.empty(), unlogged, Optional.empty());
      }
      if (event instanceof SessionJoined joined) {
        var session = Session.start(joined.devAddr(), joined.nwkSKey(), joined.startedAt());
        return new Known(profile, current, Optional.of(session), unlogged, openDownlink);
      }
      if (event instanceof UplinkAccepted accepted) {
        return accept(accepted);
      }
      if (event instanceof UplinksLogged logged) {
        return new Known(profile, current, pending, without(logged.logged()), openDownlink);
      }
      if (event instanceof DownlinkPrepared prepared) {
        return new Known(
            profile,
            current.map(session -> session.useFCntDown(prepared.fCnt())),
            pending,
            unlogged,
            prepared.downlinkId().map(id -> new OpenDownlink(id, prepared.fCnt())));
      }
      throw new IllegalStateException("no event of a known device: " + event);
    }

    /** The first frame of a joined session makes it the one that counts. */
    private Known accept(UplinkAccepted accepted) {
      var waiting = new ArrayList<>(without(accepted.logged()));
      waiting.add(accepted);
      var session = session(accepted.devAddr()).map(its -> its.accept(accepted));
      boolean first = pending.filter(its -> its.devAddr().equals(accepted.devAddr())).isPresent();
      return new Known(
          profile,
          session,
          first ? Optional.empty() : pending,
          waiting,
          first ? Optional.empty() : openDownlink);
    }

    private List<UplinkAccepted> without(Set<String> logged) {
      return unlogged.stream().filter(uplink -> !logged.contains(uplink.uplinkId())).toList();
    }
  }
}
