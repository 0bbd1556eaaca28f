package io.lorikeet.httpapi;

import io.lorikeet.actors.handler.DownlinkMessage;
import io.lorikeet.actors.handler.EndDeviceCommand;
import io.lorikeet.actors.handler.EndDeviceCommand.DeviceDetails;
import io.lorikeet.actors.handler.EndDeviceCommand.DownlinkState;
import io.lorikeet.actors.handler.EndDeviceCommand.Downlinks;
import io.lorikeet.actors.handler.EndDeviceCommand.Queued;
import io.lorikeet.actors.handler.EndDeviceCommand.QueuedDownlink;
import io.lorikeet.actors.handler.EndDeviceCommand.Reason;
import io.lorikeet.actors.handler.EndDeviceCommand.Registered;
import io.lorikeet.actors.handler.EndDeviceCommand.Session;
import io.lorikeet.actors.handler.EndDeviceRegistration;
import io.lorikeet.protocol.id.DevEui;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A device of the {@link FakeNetwork}. */
final class FakeDevice {

  /** As many downlinks as the queue takes. */
  static final int MAX_QUEUE = 5;

  /** Longest payload, in bytes. */
  static final int MAX_PAYLOAD = 222;

  private final List<DownlinkMessage> queue = new ArrayList<>();
  private EndDeviceRegistration registration;

  Optional<Session> session = Optional.empty();
  Optional<Instant> lastSeen = Optional.empty();

  /** Whether its network side has gone. */
  boolean halved;

  FakeDevice(EndDeviceRegistration registration) {
    this.registration = registration;
  }

  EndDeviceRegistration registration() {
    return registration;
  }

  boolean hasDevEui(DevEui devEui) {
    return registration.devEui().equals(devEui);
  }

  EndDeviceCommand.Reply answer(EndDeviceCommand command) {
    if (command instanceof EndDeviceCommand.GetDevice) {
      return new DeviceDetails(registration, session, lastSeen);
    }
    if (command instanceof EndDeviceCommand.Change change) {
      if (halved) {
        return FakeNetwork.rejected(Reason.UNAVAILABLE, "the network side is away");
      }
      registration = change.registration();
      return new Registered(registration);
    }
    if (command instanceof EndDeviceCommand.QueueDownlink queueDownlink) {
      return queue(queueDownlink.message());
    }
    if (command instanceof EndDeviceCommand.ListDownlinks) {
      return new Downlinks(
          queue.stream()
              .map(message -> new QueuedDownlink(message, DownlinkState.QUEUED, 0))
              .toList());
    }
    if (command instanceof EndDeviceCommand.RemoveDownlinks remove) {
      return remove(remove.downlinkId());
    }
    throw new IllegalArgumentException("command: " + command);
  }

  private EndDeviceCommand.Reply queue(DownlinkMessage message) {
    if (message.payload().size() > MAX_PAYLOAD) {
      return FakeNetwork.rejected(
          Reason.PAYLOAD_TOO_LARGE, "expected at most " + MAX_PAYLOAD + " bytes");
    }
    if (message.schedule() == DownlinkMessage.Schedule.REPLACE) {
      queue.clear();
    }
    if (queue.size() == MAX_QUEUE) {
      return FakeNetwork.rejected(Reason.QUEUE_FULL, "the queue is full");
    }
    var first = message.schedule() == DownlinkMessage.Schedule.FIRST;
    queue.add(first ? 0 : queue.size(), message);
    return new Queued(message.downlinkId());
  }

  private EndDeviceCommand.Reply remove(Optional<String> id) {
    if (id.isEmpty()) {
      queue.clear();
      return new Downlinks(List.of());
    }
    return queue.removeIf(message -> message.downlinkId().equals(id.get()))
        ? new Downlinks(List.of())
        : FakeNetwork.rejected(Reason.NOT_FOUND, "no such downlink");
  }
}
