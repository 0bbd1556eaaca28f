package io.lorikeet.actors.handler;

import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.lorikeet.actors.handler.EndDeviceEvent.MessagesLogged;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.NetworkReply;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.UplinkLogged;
import io.lorikeet.actors.handler.EndDeviceState.Present;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What goes to the application's log: uplinks, which the network side keeps until the log has them,
 * and all else from the outbox in the state. Belongs to one {@link EndDevice}.
 */
final class DeviceOutbox {

  /** The log has a message. */
  record FromLog(String messageId) implements EndDeviceInternal {}

  record LogAgain() implements EndDeviceInternal {}

  private final DeviceWork work;
  private final ActorRef<ApplicationLog.Appended> fromLog;
  private final String logEntity;
  private final Map<String, ActorRef<NetworkReply>> logging = new HashMap<>();

  DeviceOutbox(DeviceWork work) {
    this.work = work;
    this.fromLog =
        work.context()
            .messageAdapter(ApplicationLog.Appended.class, appended -> new FromLog(appended.id()));
    this.logEntity = ApplicationLog.entityId(work.neighbours().log().partitionOf(work.id()));
  }

  /** The network side hears when the log has its uplink. */
  void appendUplink(ApplicationUplink uplink, ActorRef<NetworkReply> replyTo) {
    logging.put(uplink.id(), replyTo);
    append(uplink);
  }

  void append(ApplicationMessage message) {
    work.neighbours()
        .logs()
        .tell(new ShardingEnvelope<>(logEntity, new ApplicationLog.Append(message, fromLog)));
  }

  void appendOutbox(EndDeviceState state) {
    if (state instanceof Present present && !present.outbox().isEmpty()) {
      present.outbox().forEach(this::append);
      work.timers().startSingleTimer(new LogAgain(), work.settings().retryAfter());
    }
  }

  ReplyEffect<EndDeviceEvent, EndDeviceState> onLogged(EndDeviceState state, FromLog logged) {
    var replyTo = logging.remove(logged.messageId());
    if (replyTo != null) {
      return work.effect().reply(replyTo, new UplinkLogged(logged.messageId()));
    }
    boolean open =
        state instanceof Present present
            && present.outbox().stream().anyMatch(its -> its.id().equals(logged.messageId()));
    return open
        ? work.effect().persist(new MessagesLogged(Set.of(logged.messageId()))).thenNoReply()
        : work.effect().noReply();
  }

  ReplyEffect<EndDeviceEvent, EndDeviceState> onLogAgain(EndDeviceState state, LogAgain again) {
    appendOutbox(state);
    return work.effect().noReply();
  }
}
