package io.lorikeet.actors.multicast;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.LeftOut;
import io.lorikeet.actors.multicast.MulticastCommand.GroupDetails;
import io.lorikeet.actors.multicast.MulticastCommand.Member;
import io.lorikeet.actors.multicast.MulticastCommand.SentMulticast;
import io.lorikeet.actors.multicast.MulticastEvent.GroupRemoved;
import io.lorikeet.actors.multicast.MulticastEvent.GroupSet;
import io.lorikeet.actors.multicast.MulticastEvent.MemberAdded;
import io.lorikeet.actors.multicast.MulticastEvent.MemberRemoved;
import io.lorikeet.actors.multicast.MulticastEvent.MulticastCountersSkipped;
import io.lorikeet.actors.multicast.MulticastEvent.MulticastDone;
import io.lorikeet.actors.multicast.MulticastEvent.MulticastQueued;
import io.lorikeet.actors.multicast.MulticastEvent.MulticastTaken;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A group of devices.
 *
 * @param settings empty when nobody has created it, or not any more
 * @param members at most {@link #MAX_MEMBERS}
 * @param nextFCnt the lowest counter that no downlink of this session has had
 * @param waiting not sent yet, the next first; at most {@link #MAX_WAITING}
 * @param underWay of the first that waits: its counter and its gateways
 * @param sent the last {@link #MAX_SENT}, the newest first
 * @param leftOut by all sessions, those used before and that of now
 */
public record MulticastState(
    Optional<MulticastSettings> settings,
    List<Member> members,
    long nextFCnt,
    List<MulticastMessage> waiting,
    Optional<MulticastTaken> underWay,
    List<SentMulticast> sent,
    List<UsedSession> used,
    LeftOut leftOut)
    implements CborSerializable {

  static final int MAX_MEMBERS = 1_000;
  static final int MAX_WAITING = 100;
  static final int MAX_SENT = 20;
  static final int MAX_USED = 8;

  static final MulticastState EMPTY =
      new MulticastState(
          Optional.empty(),
          List.of(),
          0,
          List.of(),
          Optional.empty(),
          List.of(),
          List.of(),
          LeftOut.NOTHING);

  public MulticastState {
    members = List.copyOf(members);
    waiting = List.copyOf(waiting);
    sent = List.copyOf(sent);
    used = List.copyOf(used);
    leftOut = leftOut == null ? LeftOut.NOTHING : leftOut; // before it was stored
  }

  /** Keys that the group had before: their counters must not start again. */
  public record UsedSession(MulticastSettings.Session session, long nextFCnt)
      implements CborSerializable {}

  Optional<MulticastMessage> next() {
    return waiting.stream().findFirst();
  }

  GroupDetails details() {
    return new GroupDetails(settings.orElseThrow(), members, nextFCnt, waiting, sent);
  }

  MulticastState on(MulticastEvent event) {
    if (event instanceof GroupSet set) {
      return set(set.settings());
    }
    if (event instanceof GroupRemoved) {
      return new MulticastState(
          Optional.empty(),
          List.of(),
          0,
          List.of(),
          Optional.empty(),
          List.of(),
          retired(),
          leftOut);
    }
    if (event instanceof MemberAdded added) {
      return withMembers(
          Stream.concat(without(added.member().deviceId()), Stream.of(added.member())).toList());
    }
    if (event instanceof MemberRemoved removed) {
      return withMembers(without(removed.deviceId()).toList());
    }
    if (event instanceof MulticastQueued queued) {
      return with(
          nextFCnt,
          Stream.concat(waiting.stream(), Stream.of(queued.message())).toList(),
          underWay);
    }
    if (event instanceof MulticastTaken taken) {
      return with(taken.fCnt() + 1, waiting, Optional.of(taken));
    }
    if (event instanceof MulticastDone done) {
      return done(done.sent());
    }
    if (event instanceof MulticastCountersSkipped skipped) {
      return new MulticastState(
          settings,
          members,
          nextFCnt + skipped.by(),
          waiting,
          underWay,
          sent,
          used.stream()
              .map(its -> new UsedSession(its.session(), its.nextFCnt() + skipped.by()))
              .toList(),
          leftOut.and(skipped.leftOut()));
    }
    throw new IllegalStateException("no event of a group: " + event);
  }

  /**
   * A counter is not used twice with one address and one key, whenever the key comes again and
   * whatever the other key is by then: one encrypts, one signs.
   */
  private MulticastState set(MulticastSettings next) {
    boolean same = settings.filter(its -> its.session().equals(next.session())).isPresent();
    if (same) {
      return new MulticastState(
          Optional.of(next), members, nextFCnt, waiting, underWay, sent, used, leftOut);
    }
    var before = retired();
    long first =
        before.stream()
            .filter(its -> its.session().sharesKey(next.session()))
            .mapToLong(UsedSession::nextFCnt)
            .max()
            .orElse(0);
    return new MulticastState(
        Optional.of(next), members, first, waiting, Optional.empty(), sent, before, leftOut);
  }

  private List<UsedSession> retired() {
    return settings
        .map(
            its ->
                Stream.concat(
                        Stream.of(new UsedSession(its.session(), nextFCnt)),
                        used.stream().filter(old -> !old.session().equals(its.session())))
                    .limit(MAX_USED)
                    .toList())
        .orElse(used);
  }

  private MulticastState done(SentMulticast outcome) {
    return new MulticastState(
        settings,
        members,
        nextFCnt,
        waiting.stream().filter(its -> !its.downlinkId().equals(outcome.downlinkId())).toList(),
        Optional.empty(),
        Stream.concat(Stream.of(outcome), sent.stream()).limit(MAX_SENT).toList(),
        used,
        leftOut);
  }

  private Stream<Member> without(String deviceId) {
    return members.stream().filter(its -> !its.deviceId().equals(deviceId));
  }

  private MulticastState withMembers(List<Member> next) {
    return new MulticastState(settings, next, nextFCnt, waiting, underWay, sent, used, leftOut);
  }

  private MulticastState with(
      long fCnt, List<MulticastMessage> messages, Optional<MulticastTaken> taken) {
    return new MulticastState(settings, members, fCnt, messages, taken, sent, used, leftOut);
  }
}
