package io.lorikeet.actors.multicast;

import akka.Done;
import akka.actor.typed.ActorRef;
import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.LeftOut;
import io.lorikeet.protocol.id.DevEui;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What can be asked of a {@link MulticastGroup}. */
public interface MulticastCommand extends CborSerializable {

  /** Enters a group, or is answered {@code ALREADY_EXISTS}. */
  record Create(MulticastSettings settings, ActorRef<Reply> replyTo) implements MulticastCommand {}

  /** Replaces the settings; another session starts another counter. */
  record Change(MulticastSettings settings, ActorRef<Reply> replyTo) implements MulticastCommand {}

  record Remove(ActorRef<Reply> replyTo) implements MulticastCommand {}

  record GetGroup(ActorRef<Reply> replyTo) implements MulticastCommand {}

  record AddMember(Member member, ActorRef<Reply> replyTo) implements MulticastCommand {}

  record RemoveMember(String deviceId, ActorRef<Reply> replyTo) implements MulticastCommand {}

  /** Puts a downlink in the queue; answered when it is durable. */
  record QueueMulticast(MulticastMessage message, Instant at, ActorRef<Reply> replyTo)
      implements MulticastCommand {}

  /**
   * Leaves out counters that may have been used already; see {@code AfterRestore}. Those left out
   * for the same restore before count.
   */
  record SkipCounters(LeftOut wanted, ActorRef<Done> replyTo) implements MulticastCommand {}

  /** Goes on with what waits. */
  record Wake() implements MulticastCommand {}

  /** Leaves this node. */
  record Stop() implements MulticastCommand {}

  /** A device of the group, by which gateways are found. */
  record Member(String deviceId, DevEui devEui) implements CborSerializable {}

  sealed interface Reply extends CborSerializable {}

  record Removed() implements Reply {}

  record Queued(String downlinkId) implements Reply {}

  /**
   * @param nextFCnt the lowest counter that no downlink has had
   * @param waiting not sent yet, the next first
   * @param sent the last ones, the newest first
   */
  record GroupDetails(
      MulticastSettings settings,
      List<Member> members,
      long nextFCnt,
      List<MulticastMessage> waiting,
      List<SentMulticast> sent)
      implements Reply {

    public GroupDetails {
      members = List.copyOf(members);
      waiting = List.copyOf(waiting);
      sent = List.copyOf(sent);
    }
  }

  record Rejected(Reason reason, String detail) implements Reply {}

  enum Reason {
    NOT_FOUND,
    ALREADY_EXISTS,
    /** The queue or the list of members is at its limit. */
    FULL,
    PAYLOAD_TOO_LARGE,
    UNAVAILABLE
  }

  /** What became of a downlink; without gateways nobody was there to send it. */
  record SentMulticast(String downlinkId, long fCnt, Instant at, List<GatewayOutcome> gateways)
      implements CborSerializable {

    public SentMulticast {
      gateways = List.copyOf(gateways);
    }
  }

  /**
   * @param outcome {@code accepted}, or why not, as gateways say
   * @param at when it went out
   */
  record GatewayOutcome(String gatewayId, String outcome, Optional<Instant> at)
      implements CborSerializable {}
}
