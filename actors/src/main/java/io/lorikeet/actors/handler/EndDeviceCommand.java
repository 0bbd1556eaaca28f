package io.lorikeet.actors.handler;

import akka.actor.typed.ActorRef;
import io.lorikeet.actors.CborSerializable;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.key.Aes128Key;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What applications ask of their {@code EndDevice}; what the network asks is in its own file. */
public sealed interface EndDeviceCommand extends CborSerializable
    permits EndDeviceCommand.Register,
        EndDeviceCommand.Change,
        EndDeviceCommand.Remove,
        EndDeviceCommand.GetDevice,
        EndDeviceCommand.QueueDownlink,
        EndDeviceCommand.ListDownlinks,
        EndDeviceCommand.RemoveDownlinks,
        EndDeviceNetworkCommand,
        EndDeviceInternal {

  /** Where the answer to an application's command goes; none for what the network tells. */
  static Optional<ActorRef<Reply>> replyTo(EndDeviceCommand command) {
    if (command instanceof Register register) {
      return Optional.of(register.replyTo());
    }
    if (command instanceof Change change) {
      return Optional.of(change.replyTo());
    }
    if (command instanceof Remove remove) {
      return Optional.of(remove.replyTo());
    }
    if (command instanceof GetDevice get) {
      return Optional.of(get.replyTo());
    }
    if (command instanceof QueueDownlink queue) {
      return Optional.of(queue.replyTo());
    }
    if (command instanceof ListDownlinks list) {
      return Optional.of(list.replyTo());
    }
    if (command instanceof RemoveDownlinks removal) {
      return Optional.of(removal.replyTo());
    }
    return Optional.empty();
  }

  /** Enters the device, here and at the network side. */
  record Register(EndDeviceRegistration registration, Instant at, ActorRef<Reply> replyTo)
      implements EndDeviceCommand {}

  /**
   * Replaces the registration; device id and DevEUI stay. New root keys start a new history of
   * DevNonces; a new ABP session starts new counters; labels and settings leave the session as it
   * is.
   */
  record Change(EndDeviceRegistration registration, Instant at, ActorRef<Reply> replyTo)
      implements EndDeviceCommand {}

  record Remove(Instant at, ActorRef<Reply> replyTo) implements EndDeviceCommand {}

  record GetDevice(ActorRef<Reply> replyTo) implements EndDeviceCommand {}

  /** Puts a downlink in the queue; answered when it is durable. */
  record QueueDownlink(DownlinkMessage message, Instant at, ActorRef<Reply> replyTo)
      implements EndDeviceCommand {}

  record ListDownlinks(ActorRef<Reply> replyTo) implements EndDeviceCommand {}

  /** Takes one downlink out of the queue, or all of them when none is named. */
  record RemoveDownlinks(Optional<String> downlinkId, Instant at, ActorRef<Reply> replyTo)
      implements EndDeviceCommand {}

  sealed interface Reply extends CborSerializable {}

  record Registered(EndDeviceRegistration registration) implements Reply {}

  record Removed() implements Reply {}

  /** The answer to {@link GetDevice}; the counters of the network side are its own. */
  record DeviceDetails(
      EndDeviceRegistration registration, Optional<Session> session, Optional<Instant> lastSeen)
      implements Reply {}

  /** The application side of a session. */
  record Session(DevAddr devAddr, Aes128Key appSKey, Instant startedAt)
      implements CborSerializable {}

  record Queued(String downlinkId) implements Reply {}

  record Downlinks(List<QueuedDownlink> downlinks) implements Reply {
    public Downlinks {
      downlinks = List.copyOf(downlinks);
    }
  }

  /** An item of the queue. */
  record QueuedDownlink(DownlinkMessage message, DownlinkState state, int attempts)
      implements CborSerializable {}

  enum DownlinkState {
    /** Waits for the device to open a window. */
    QUEUED,
    /** Given to the network, outcome open. */
    SCHEDULED,
    /** Sent, and the device is to acknowledge it. */
    AWAITING_ACK
  }

  record Rejected(Reason reason, String detail) implements Reply {}

  enum Reason {
    NOT_FOUND,
    /** The device id is in use. */
    ALREADY_EXISTS,
    /** Another device has this DevEUI. */
    DEV_EUI_TAKEN,
    /** The queue is at its limit. */
    QUEUE_FULL,
    /** Longer than any data rate of the plan carries. */
    PAYLOAD_TOO_LARGE,
    /** The other side of the device does not answer now. */
    UNAVAILABLE
  }
}
