package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.handler.RootKeyUse;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.CountersSkipped;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.DownlinkPrepared;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.LateUplinkAccepted;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.ProfileSet;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.RejoinCounted;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.RejoinWanted;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.SessionJoined;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.SessionPersonalized;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.UplinkAccepted;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.UplinksLogged;
import io.lorikeet.actors.networkserver.mac.MacState;
import io.lorikeet.actors.networkserver.mac.SessionMac;
import io.lorikeet.protocol.id.DevAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A device at its network side. */
public sealed interface DeviceSessionState extends CborSerializable {

  /** What keys of the device were used for that it does not have now. */
  Past past();

  /**
   * Nobody has registered this DevEUI.
   *
   * @param past of those who had
   */
  record Unknown(Past past) implements DeviceSessionState {

    public Unknown {
      past = past == null ? Past.NONE : past; // before it was stored
    }
  }

  /** An application's downlink in a frame whose outcome may not be known yet. */
  record OpenDownlink(String downlinkId, long fCnt) implements CborSerializable {}

  /**
   * @param current the session the device uses; empty before its first activation
   * @param pending a join was answered, and no frame of the new session has come yet
   * @param alsoPending the same before it, for rejoin-requests of type 1, which do not tell the
   *     session the device is in; the newest first, at most {@link #MAX_ALSO_PENDING}
   * @param unlogged frames that the application's log may not have yet, oldest first; at most
   *     {@link #MAX_UNLOGGED}
   * @param openDownlink the application's downlink that was prepared last
   * @param past what keys of the device were used for that it does not have now
   */
  record Known(
      DeviceProfile profile,
      Optional<Session> current,
      Optional<Session> pending,
      List<Session> alsoPending,
      List<UplinkAccepted> unlogged,
      Optional<OpenDownlink> openDownlink,
      Past past)
      implements DeviceSessionState {

    /** Beyond this the device waits: the log is away, and no counter is used up meanwhile. */
    static final int MAX_UNLOGGED = 32;

    /** With the newest as many as a device asks for before it is heard in one of them. */
    static final int MAX_ALSO_PENDING = 3;

    private static final int REJOIN_OF_ANY_SESSION = 1;

    public Known {
      alsoPending = alsoPending == null ? List.of() : List.copyOf(alsoPending); // not stored before
      unlogged = List.copyOf(unlogged);
      past = past == null ? Past.NONE : past; // before it was stored
    }

    static Known of(DeviceProfile profile, Past past) {
      return new Known(
          profile,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          past);
    }

    /** The session that {@code devAddr} belongs to. */
    Optional<Session> session(DevAddr devAddr) {
      return sessions().filter(session -> session.devAddr().equals(devAddr)).findFirst();
    }

    /** The addresses under which the device may be heard. */
    Set<DevAddr> devAddrs() {
      return sessions().map(Session::devAddr).collect(Collectors.toUnmodifiableSet());
    }

    /** The one in use first. */
    Stream<Session> sessions() {
      return Stream.concat(Stream.concat(current.stream(), pending.stream()), alsoPending.stream());
    }

    Known on(DeviceSessionEvent event) {
      if (event instanceof ProfileSet set) {
        return new Known(
            set.profile(),
            current,
            pending,
            alsoPending,
            unlogged,
            openDownlink,
            encrypting(current, set.appKeyId(), past));
      }
      if (event instanceof SessionPersonalized abp) {
        return personalize(abp);
      }
      if (event instanceof SessionJoined joined) {
        var session =
            Session.start(
                joined.devAddr(),
                joined.nwkSKey(),
                joined.keys11(),
                joined.startedAt(),
                macAfter(joined));
        return new Known(
            profile,
            current,
            Optional.of(session),
            pendingBefore(joined),
            unlogged,
            openDownlink,
            past);
      }
      if (event instanceof RejoinCounted rejoin) {
        return use(rejoin.devAddr(), session -> session.countRejoin(rejoin.rjCount0()), unlogged);
      }
      if (event instanceof UplinkAccepted accepted) {
        return use(accepted.devAddr(), session -> session.accept(accepted), with(accepted));
      }
      if (event instanceof LateUplinkAccepted late) {
        var accepted = late.uplink();
        return use(accepted.devAddr(), session -> session.acceptLate(accepted), with(accepted));
      }
      if (event instanceof UplinksLogged logged) {
        return new Known(
            profile, current, pending, alsoPending, without(logged.logged()), openDownlink, past);
      }
      if (event instanceof DownlinkPrepared prepared) {
        return new Known(
            profile,
            current.map(session -> session.prepare(prepared)),
            pending,
            alsoPending,
            unlogged,
            prepared.downlinkId().map(id -> new OpenDownlink(id, prepared.fCnt())),
            past);
      }
      if (event instanceof CountersSkipped skipped) {
        return new Known(
            profile,
            current.map(session -> session.skip(skipped.by())),
            pending.map(session -> session.skip(skipped.by())),
            alsoPending.stream().map(session -> session.skip(skipped.by())).toList(),
            unlogged,
            openDownlink,
            past.skip(skipped.leftOut()));
      }
      if (event instanceof RejoinWanted wanted) {
        return new Known(
            profile,
            current.map(session -> session.wantRejoin(wanted.request())),
            pending,
            alsoPending,
            unlogged,
            openDownlink,
            past);
      }
      throw new IllegalStateException("no event of a known device: " + event);
    }

    /**
     * A device that sends a join-request has no session; types 0 and 2 are signed with a key of the
     * one it is in, and any that waited has been heard so. Type 1 says nothing of it: the device
     * may be in any that it was offered.
     */
    private List<Session> pendingBefore(SessionJoined joined) {
      return joined.rejoinType().equals(OptionalInt.of(REJOIN_OF_ANY_SESSION))
          ? Stream.concat(pending.stream(), alsoPending.stream()).limit(MAX_ALSO_PENDING).toList()
          : List.of();
    }

    /** A rejoin-request of type 2 leaves the radio as it is. */
    private Optional<SessionMac> macAfter(SessionJoined joined) {
      return joined
          .radio()
          .map(MacState::start)
          .map(SessionMac::start)
          .or(
              () ->
                  joined.rejoinType().isPresent()
                      ? current.flatMap(Session::mac)
                      : Optional.empty());
    }

    private static Past encrypting(
        Optional<Session> session, Optional<String> appKeyId, Past before) {
      return session
          .flatMap(its -> appKeyId.map(key -> before.encrypting(PastSession.id(its), key)))
          .orElse(before);
    }

    /** Keys that the device has had before go on with their counters. */
    private Known personalize(SessionPersonalized abp) {
      var remembered = retire();
      var fresh =
          Session.start(
              abp.devAddr(),
              abp.nwkSKey(),
              abp.keys11(),
              abp.startedAt(),
              abp.radio().map(MacState::start).map(SessionMac::start));
      var session =
          abp.appKeyId().stream()
              .flatMap(remembered::encryptedWith)
              .reduce(
                  remembered
                      .session(abp.devAddr(), abp.nwkSKey())
                      .map(fresh::continued)
                      .orElse(fresh),
                  Session::encryptedLike,
                  (one, other) -> other);
      return new Known(
          profile,
          Optional.of(session),
          Optional.empty(),
          List.of(),
          unlogged,
          Optional.empty(),
          encrypting(Optional.of(session), abp.appKeyId(), remembered));
    }

    /** What is to be remembered when the sessions of now are gone. */
    private Past retire() {
      return sessions().reduce(past, Past::with, (one, other) -> other);
    }

    Unknown release(List<RootKeyUse> rootKeys) {
      return new Unknown(retire().withRootKeys(rootKeys));
    }

    /** The first frame of a joined session makes it the one that counts. */
    private Known use(
        DevAddr devAddr, UnaryOperator<Session> change, List<UplinkAccepted> waiting) {
      var session = session(devAddr).map(change);
      boolean first =
          Stream.concat(pending.stream(), alsoPending.stream())
              .anyMatch(its -> its.devAddr().equals(devAddr));
      return new Known(
          profile,
          session,
          first ? Optional.empty() : pending,
          first ? List.of() : alsoPending,
          waiting,
          first ? Optional.empty() : openDownlink,
          past);
    }

    private List<UplinkAccepted> with(UplinkAccepted accepted) {
      var waiting = new ArrayList<>(without(accepted.logged()));
      waiting.add(accepted.frame());
      return waiting;
    }

    private List<UplinkAccepted> without(Set<String> logged) {
      return unlogged.stream().filter(uplink -> !logged.contains(uplink.uplinkId())).toList();
    }
  }
}
