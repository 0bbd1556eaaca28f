package io.lorikeet.actors.handler;

import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.persistence.typed.javadsl.EffectBuilder;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.lorikeet.actors.handler.EndDeviceEvent.MessagesLogged;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.NetworkReply;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.UplinkLogged;
import io.lorikeet.actors.handler.EndDeviceState.Present;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What goes to the application's log: uplinks, which the network side keeps until the log has them,
 * and all else from the outbox in the state. Belongs to one {@link EndDevice}.
 */
final class DeviceOutbox {

  /** The log has a message. */
  record FromLog(String messageId) implements EndDeviceInternal {}

  record LogAgain() implements EndDeviceInternal {}

  /** What the log has is to be stored: nothing else has been for a while. */
  record StoreLogged() implements EndDeviceInternal {}

  /** So much is stored at once, and with the next event that is stored anyway. */
  private static final int MANY = 50;

  private static final Duration STORE_LOGGED_AFTER = Duration.ofSeconds(10);

  private final DeviceWork work;
  private final ActorRef<ApplicationLog.Appended> fromLog;
  private final String logEntity;
  private final Map<String, ActorRef<NetworkReply>> logging = new HashMap<>(2);

  // Of the outbox: what the log was given, and what it has; neither is stored.
  private final Set<String> given = new HashSet<>(2);
  private final Set<String> logged = new HashSet<>(2);

  DeviceOutbox(DeviceWork work) {
    this.work = work;
    this.fromLog =
        work.context()
            .messageAdapter(ApplicationLog.Appended.class, appended -> new FromLog(appended.id()));
    this.logEntity = work.neighbours().log().partitionOf(work.id()).entityId().intern();
  }

  /**
   * The network side hears when the log has its uplink.
   *
   * @param fresh the network side has just got it, and not handed it up before
   */
  void appendUplink(ApplicationUplink uplink, boolean fresh, ActorRef<NetworkReply> replyTo) {
    logging.put(uplink.id(), replyTo);
    append(uplink, fresh);
  }

  void append(ApplicationMessage message) {
    append(message, false);
  }

  private void append(ApplicationMessage message, boolean fresh) {
    var append = new ApplicationLog.Append(message, fresh, fromLog);
    work.neighbours().logs().tell(new ShardingEnvelope<>(logEntity, append));
  }

  /**
   * Stores events, with what the log has by now, and gives the log what they put into the outbox.
   */
  EffectBuilder<EndDeviceEvent, EndDeviceState> persist(List<EndDeviceEvent> events) {
    var all = new ArrayList<>(events);
    var has = Set.copyOf(logged);
    if (!events.isEmpty() && !has.isEmpty()) {
      all.add(new MessagesLogged(has));
    }
    return work.effect().persist(all).thenRun(this::appendOutbox);
  }

  /** Gives the log what it has not been given yet, and gives it again when it does not answer. */
  private void appendOutbox(EndDeviceState state) {
    retain(state);
    for (var message : messages(state)) {
      if (!logged.contains(message.id()) && given.add(message.id())) {
        append(message);
      }
    }
    if (!given.isEmpty() && !work.timers().isTimerActive(LogAgain.class)) {
      work.timers().startSingleTimer(LogAgain.class, new LogAgain(), work.settings().retryAfter());
    }
  }

  void onRecovered(EndDeviceState state) {
    given.clear();
    appendOutbox(state);
  }

  private static List<ApplicationMessage> messages(EndDeviceState state) {
    return state instanceof Present present ? present.outbox() : List.of();
  }

  /** What has left the outbox is known to be logged. */
  private void retain(EndDeviceState state) {
    var open = messages(state).stream().map(ApplicationMessage::id).collect(Collectors.toSet());
    given.retainAll(open);
    logged.retainAll(open);
  }

  ReplyEffect<EndDeviceEvent, EndDeviceState> onLogged(EndDeviceState state, FromLog message) {
    var replyTo = logging.remove(message.messageId());
    if (replyTo != null) {
      return work.effect().reply(replyTo, new UplinkLogged(message.messageId()));
    }
    if (!given.remove(message.messageId())) {
      return work.effect().noReply();
    }
    logged.add(message.messageId());
    if (given.isEmpty()) {
      work.timers().cancel(LogAgain.class);
    }
    if (logged.size() >= MANY) {
      return storeLogged();
    }
    work.timers().startSingleTimer(StoreLogged.class, new StoreLogged(), STORE_LOGGED_AFTER);
    return work.effect().noReply();
  }

  ReplyEffect<EndDeviceEvent, EndDeviceState> onStoreLogged(
      EndDeviceState state, StoreLogged store) {
    retain(state);
    return logged.isEmpty() ? work.effect().noReply() : storeLogged();
  }

  private ReplyEffect<EndDeviceEvent, EndDeviceState> storeLogged() {
    return work.effect().persist(new MessagesLogged(logged)).thenRun(this::retain).thenNoReply();
  }

  /** The log may be slow or the message lost. */
  ReplyEffect<EndDeviceEvent, EndDeviceState> onLogAgain(EndDeviceState state, LogAgain again) {
    given.clear();
    appendOutbox(state);
    return work.effect().noReply();
  }
}
