package io.lorikeet.actors.handler;

import akka.persistence.typed.javadsl.ReplyEffect;
import io.lorikeet.actors.handler.EndDeviceEvent.JoinRejected;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.HandleJoin;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinRefused;
import io.lorikeet.actors.handler.EndDeviceState.Present;
import java.util.List;

/** A device's joins, as the holder of its root keys sees them. Belongs to one {@link EndDevice}. */
final class DeviceJoins {

  private final DeviceWork work;
  private final DeviceOutbox outbox;

  DeviceJoins(DeviceWork work, DeviceOutbox outbox) {
    this.work = work;
    this.outbox = outbox;
  }

  ReplyEffect<EndDeviceEvent, EndDeviceState> onJoin(Present state, HandleJoin command) {
    var decision = Joining.decide(state, command);
    if (decision instanceof Joining.Refused refused && !refused.signed()) {
      return work.effect()
          .reply(command.replyTo(), new JoinRefused(refused.reason(), command.accept().devAddr()));
    }
    if (state.outboxFull()) {
      return work.effect().noReply(); // the log is away: the device joins again
    }
    if (decision instanceof Joining.Refused refused) {
      return outbox
          .persist(List.of(new JoinRejected(refused.nonce(), refused.text(), command.receivedAt())))
          .thenReply(
              command.replyTo(),
              stored -> new JoinRefused(refused.reason(), command.accept().devAddr()));
    }
    var granted = (Joining.Granted) decision;
    return outbox
        .persist(List.of(granted.event()))
        .thenReply(command.replyTo(), stored -> granted.accepted());
  }
}
