package io.lorikeet.actors.handler;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.handler.EndDeviceCommand.DownlinkState;
import io.lorikeet.actors.handler.EndDeviceEvent.DeviceJoined;
import io.lorikeet.actors.handler.EndDeviceEvent.DeviceRegistered;
import io.lorikeet.actors.handler.EndDeviceEvent.DeviceRejoined;
import io.lorikeet.actors.handler.EndDeviceEvent.DownlinkConfirmed;
import io.lorikeet.actors.handler.EndDeviceEvent.DownlinkGivenUp;
import io.lorikeet.actors.handler.EndDeviceEvent.DownlinkQueued;
import io.lorikeet.actors.handler.EndDeviceEvent.DownlinkReturned;
import io.lorikeet.actors.handler.EndDeviceEvent.DownlinkTaken;
import io.lorikeet.actors.handler.EndDeviceEvent.DownlinkTransmitted;
import io.lorikeet.actors.handler.EndDeviceEvent.DownlinksRemoved;
import io.lorikeet.actors.handler.EndDeviceEvent.JoinNoncesSkipped;
import io.lorikeet.actors.handler.EndDeviceEvent.JoinRejected;
import io.lorikeet.actors.handler.EndDeviceEvent.MessagesLogged;
import io.lorikeet.actors.handler.EndDeviceEvent.SessionBegun;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.JoinEui;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** A device at its application side. */
public sealed interface EndDeviceState extends CborSerializable {

  record Absent() implements EndDeviceState {}

  /**
   * @param joins what the root keys have been used for
   * @param sessions the one joined or given last, then those whose frames may still come; at most
   *     {@link #MAX_SESSIONS}
   * @param outbox messages that the application's log may not have yet; at {@link #MAX_OUTBOX} what
   *     would add to it is refused
   * @param past what root keys were used for that the device does not have now
   */
  record Present(
      EndDeviceRegistration registration,
      Joins joins,
      List<EndDeviceCommand.Session> sessions,
      DownlinkQueue queue,
      List<ApplicationMessage> outbox,
      List<RootKeyUse> past)
      implements EndDeviceState {

    /** Beyond this the log is away, and the device takes nothing on that it cannot tell. */
    static final int MAX_OUTBOX = 400;

    static final int MAX_SESSIONS = 5;

    public Present {
      sessions = List.copyOf(sessions);
      outbox = List.copyOf(outbox);
      past = past == null ? List.of() : List.copyOf(past); // before it was stored
    }

    static Present of(DeviceRegistered event) {
      var registration = event.registration();
      return new Present(
              registration,
              RootKeyUse.of(registration, event.past()),
              personalized(registration, event.at()),
              DownlinkQueue.EMPTY,
              List.of(),
              event.past())
          .say(changed(registration.id(), event.at(), ApplicationMessage.Change.CREATE));
    }

    Optional<EndDeviceCommand.Session> session() {
      return sessions.stream().findFirst();
    }

    Optional<EndDeviceCommand.Session> session(DevAddr devAddr) {
      return sessions.stream().filter(its -> its.devAddr().equals(devAddr)).findFirst();
    }

    /** Whether the log is so far behind that nothing more can be said to the application. */
    boolean outboxFull() {
      return outbox.size() >= MAX_OUTBOX;
    }

    Present on(EndDeviceEvent event) {
      if (event instanceof EndDeviceEvent.DeviceChanged changed) {
        return change(changed);
      }
      if (event instanceof DeviceJoined joined) {
        return join(
            joins.with(joined.devNonce(), joined.joinNonce()),
            new EndDeviceCommand.Session(joined.devAddr(), joined.appSKey(), joined.at()),
            joined.inUse(),
            joined.radio());
      }
      if (event instanceof DeviceRejoined rejoined) {
        return join(
            joins.with(rejoined.count(), rejoined.joinNonce()),
            new EndDeviceCommand.Session(rejoined.devAddr(), rejoined.appSKey(), rejoined.at()),
            rejoined.inUse(),
            rejoined.radio());
      }
      if (event instanceof SessionBegun begun) {
        return with(queue.restart(begun.devAddr()));
      }
      if (event instanceof JoinRejected rejected) {
        return say(
            new ApplicationMessage.ActivationFailed(
                messageId(rejected.at(), "join-" + rejected.devNonce()),
                registration.id(),
                rejected.at(),
                registration.joinEui().orElse(NO_JOIN_EUI),
                registration.devEui(),
                rejected.error()));
      }
      if (event instanceof DownlinkQueued queued) {
        var message = queued.message();
        return with(queue.add(message))
            .say(
                new ApplicationMessage.DownlinkScheduled(
                    message.downlinkId() + "/scheduled", registration.id(), queued.at(), message));
      }
      if (event instanceof DownlinksRemoved removed) {
        return with(queue.remove(removed.downlinkIds()));
      }
      if (event instanceof DownlinkTaken taken) {
        return with(queue.take(taken.downlinkId(), taken.fCnt()));
      }
      if (event instanceof DownlinkTransmitted sent) {
        return transmitted(sent);
      }
      if (event instanceof DownlinkReturned returned) {
        return with(queue.to(returned.downlinkId(), DownlinkState.QUEUED));
      }
      if (event instanceof DownlinkConfirmed confirmed) {
        return leave(
            confirmed.downlinkId(),
            message ->
                new ApplicationMessage.DownlinkAcknowledged(
                    message.downlinkId() + "/acknowledged",
                    registration.id(),
                    confirmed.at(),
                    message));
      }
      if (event instanceof DownlinkGivenUp failed) {
        return leave(
            failed.downlinkId(),
            message ->
                new ApplicationMessage.DownlinkFailed(
                    message.downlinkId() + "/failed",
                    registration.id(),
                    failed.at(),
                    message,
                    failed.error()));
      }
      if (event instanceof MessagesLogged logged) {
        return new Present(
            registration,
            joins,
            sessions,
            queue,
            outbox.stream().filter(its -> !logged.ids().contains(its.id())).toList(),
            past);
      }
      if (event instanceof JoinNoncesSkipped skipped) {
        return new Present(
            registration,
            joins.skip(skipped.by()),
            sessions,
            queue,
            outbox,
            past.stream().map(its -> its.skip(skipped.by())).toList());
      }
      throw new IllegalStateException("no event of a present device: " + event);
    }

    /**
     * New root keys have no history but the one that they got here or under an earlier
     * registration; a new session has no counters.
     */
    private Present change(EndDeviceEvent.DeviceChanged event) {
      var next = event.registration();
      boolean sameRootKeys = RootKeyUse.keyId(next).equals(RootKeyUse.keyId(registration));
      var uses = pastUses();
      var personalized = personalized(next, event.at());
      boolean sameSession =
          personalized.isEmpty()
              || session().filter(its -> sameKeys(its, personalized.get(0))).isPresent();
      return new Present(
              next,
              sameRootKeys ? joins : RootKeyUse.of(next, uses),
              sameSession ? sessions : personalized,
              sameSession ? queue : queue.restart(personalized.get(0).devAddr()),
              outbox,
              sameRootKeys ? past : uses)
          .say(changed(next.id(), event.at(), ApplicationMessage.Change.UPDATE));
    }

    /** With what the root keys of now were used for: to be kept when they go. */
    List<RootKeyUse> pastUses() {
      return RootKeyUse.add(registration, joins, past);
    }

    private static boolean sameKeys(EndDeviceCommand.Session one, EndDeviceCommand.Session other) {
      return one.devAddr().equals(other.devAddr()) && one.appSKey().equals(other.appSKey());
    }

    /** The session before goes on until the device begins the new one. */
    private Present join(
        Joins used, EndDeviceCommand.Session session, Optional<DevAddr> inUse, UplinkRadio radio) {
      return new Present(
              registration,
              used,
              Stream.concat(Stream.of(session), kept(inUse)).toList(),
              queue.in(queueSession().orElse(session.devAddr())),
              outbox,
              past)
          .say(
              new ApplicationMessage.DeviceActivated(
                  messageId(session.startedAt(), "join-" + used.lastJoinNonce()),
                  registration.id(),
                  session.startedAt(),
                  registration.joinEui().orElse(NO_JOIN_EUI),
                  registration.devEui(),
                  session.devAddr(),
                  radio));
    }

    /** The session that downlinks go out in. */
    Optional<DevAddr> queueSession() {
      return queue.session().or(() -> session().map(EndDeviceCommand.Session::devAddr));
    }

    /**
     * Before all the session joined before, which the device may begin yet, and the one that it
     * uses: after a join whose answer it never heard, its frames go on to come in that one.
     */
    private Stream<EndDeviceCommand.Session> kept(Optional<DevAddr> devAddrInUse) {
      var inUse = devAddrInUse.flatMap(this::session);
      return Stream.of(session().stream(), inUse.stream(), sessions.stream())
          .flatMap(its -> its)
          .distinct()
          .limit(MAX_SESSIONS - 1);
    }

    private Present transmitted(DownlinkTransmitted sent) {
      var item = queue.find(sent.downlinkId());
      if (item.isEmpty()) {
        return this;
      }
      var message = item.get().message();
      var next =
          message.confirmed()
              ? queue.to(message.downlinkId(), DownlinkState.AWAITING_ACK)
              : queue.remove(Set.of(message.downlinkId()));
      return with(next)
          .say(
              new ApplicationMessage.DownlinkSent(
                  message.downlinkId() + "/sent-" + item.get().attempts(),
                  registration.id(),
                  sent.at(),
                  message,
                  sent.transmission()));
    }

    private Present leave(
        String downlinkId, Function<DownlinkMessage, ApplicationMessage> message) {
      var item = queue.find(downlinkId);
      return item.isEmpty()
          ? this
          : with(queue.remove(Set.of(downlinkId))).say(message.apply(item.get().message()));
    }

    private Present with(DownlinkQueue next) {
      return new Present(registration, joins, sessions, next, outbox, past);
    }

    private Present say(ApplicationMessage message) {
      return new Present(
          registration,
          joins,
          sessions,
          queue,
          Stream.concat(outbox.stream(), Stream.of(message)).toList(),
          past);
    }

    private String messageId(Instant at, String what) {
      return "%s-%x-%s".formatted(registration.devEui(), at.toEpochMilli(), what);
    }

    private static List<EndDeviceCommand.Session> personalized(
        EndDeviceRegistration registration, Instant at) {
      return registration.activation() instanceof EndDeviceRegistration.Abp abp
          ? List.of(new EndDeviceCommand.Session(abp.devAddr(), abp.appSKey(), at))
          : List.of();
    }
  }

  JoinEui NO_JOIN_EUI = new JoinEui(0);

  /**
   * @param lastJoinNonce 0 before the first: a device takes no JoinNonce twice, and some take 0 as
   *     the one they start from
   * @param nextRjCount1 the lowest RJcount1 that no rejoin-request has had
   */
  record Joins(DevNonces devNonces, int lastJoinNonce, int nextRjCount1)
      implements CborSerializable {

    static final Joins NONE = new Joins(DevNonces.NONE, 0, 0);

    Joins with(int devNonce, int joinNonce) {
      return new Joins(devNonces.with(devNonce), joinNonce, nextRjCount1);
    }

    /** Leaves out JoinNonces: the keys of a session follow from them. */
    Joins skip(int by) {
      return new Joins(
          devNonces, Math.min(Joining.MAX_JOIN_NONCE, lastJoinNonce + by), nextRjCount1);
    }

    /** RJcount0 is counted by the network side, which checks it. */
    Joins with(EndDeviceEvent.RejoinCount count, int joinNonce) {
      return new Joins(
          devNonces,
          joinNonce,
          count.type() == Joining.SIGNED_BY_ROOT_KEY ? count.rjCount() + 1 : nextRjCount1);
    }
  }

  static ApplicationMessage changed(EndDeviceId id, Instant at, ApplicationMessage.Change change) {
    var messageId = "%s-%x-%s".formatted(id, at.toEpochMilli(), change);
    return new ApplicationMessage.DeviceChanged(messageId, id, at, change);
  }
}
