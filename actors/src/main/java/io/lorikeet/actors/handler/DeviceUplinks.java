package io.lorikeet.actors.handler;

import akka.persistence.typed.javadsl.ReplyEffect;
import io.lorikeet.actors.Hop;
import io.lorikeet.actors.Meters;
import io.lorikeet.actors.handler.EndDeviceCommand.Session;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.HandleUplink;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.UplinkLogged;
import io.lorikeet.actors.handler.EndDeviceState.Present;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.PhyPayload;
import java.time.Instant;
import java.util.Optional;

/** A device's uplinks, opened and passed on. Belongs to one {@link EndDevice}. */
final class DeviceUplinks {

  private final DeviceWork work;
  private final DeviceOutbox outbox;
  private final DeviceDownlinks downlinks;
  private Optional<Instant> lastSeen = Optional.empty();

  DeviceUplinks(DeviceWork work, DeviceOutbox outbox, DeviceDownlinks downlinks) {
    this.work = work;
    this.outbox = outbox;
    this.downlinks = downlinks;
  }

  /** As far as this entity remembers. */
  Optional<Instant> lastSeen() {
    return lastSeen;
  }

  ReplyEffect<EndDeviceEvent, EndDeviceState> onUplink(Present state, HandleUplink command) {
    var frame = command.frame();
    var session = state.session(frame.devAddr());
    if (session.isEmpty() || !(PhyPayload.parseUplink(frame.phy()) instanceof DataFrame data)) {
      // The session was replaced here, and nobody can read the frame any more.
      work.context().getLog().warn("{} has no key for uplink {}", work.id(), command.uplinkId());
      return work.effect().reply(command.replyTo(), new UplinkLogged(command.uplinkId()));
    }
    lastSeen =
        lastSeen
            .filter(its -> its.isAfter(frame.receivedAt()))
            .or(() -> Optional.of(frame.receivedAt()));
    log(state, command, data, session.get());
    Meters.network(work.context().getSystem())
        .reached(Hop.DECRYPTED, frame.receivedAt(), work.neighbours().outside().clock());
    if (!command.answer().respondBefore().isAfter(frame.receivedAt())) {
      return work.effect().noReply(); // a repetition: its windows have passed
    }
    return downlinks.open(
        state,
        new DeviceDownlinks.Window(
            command.uplinkId(),
            session.get(),
            command.answer(),
            command.replyTo(),
            new DeviceDownlinks.Opening(true, frame.receivedAt())));
  }

  /** A frame with port 0 is between device and network alone. */
  private void log(Present state, HandleUplink command, DataFrame data, Session session) {
    if (data.fPort() == 0) {
      command.replyTo().tell(new UplinkLogged(command.uplinkId()));
      return;
    }
    var now = work.neighbours().outside().clock().instant();
    outbox.appendUplink(
        Uplinks.decrypt(state.registration(), command, data, session),
        command.answer().respondBefore().isAfter(now),
        command.replyTo());
  }
}
