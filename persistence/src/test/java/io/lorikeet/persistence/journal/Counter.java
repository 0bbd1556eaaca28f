package io.lorikeet.persistence.journal;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.RetentionCriteria;
import io.lorikeet.actors.CborSerializable;
import io.lorikeet.protocol.key.Aes128Key;
import java.time.Duration;

/** An entity that counts and holds a key: the least that shows journal, snapshots and sealing. */
final class Counter
    extends EventSourcedBehaviorWithEnforcedReplies<
        Counter.Command, Counter.Counted, Counter.State> {

  static final int EVENTS_PER_SNAPSHOT = 40;

  sealed interface Command extends CborSerializable permits Count, GetState {}

  record Count(Aes128Key key, ActorRef<State> replyTo) implements Command {}

  record GetState(ActorRef<State> replyTo) implements Command {}

  record Counted(Aes128Key key) implements CborSerializable {}

  record State(long count, Aes128Key key) implements CborSerializable {}

  private Counter(PersistenceId id) {
    super(
        id,
        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(100), Duration.ofSeconds(1), 0.1));
  }

  static Behavior<Command> create(String id) {
    return new Counter(PersistenceId.of("Counter", id));
  }

  @Override
  public State emptyState() {
    return new State(0, Aes128Key.of(new byte[Aes128Key.SIZE]));
  }

  @Override
  public CommandHandlerWithReply<Command, Counted, State> commandHandler() {
    return newCommandHandlerWithReplyBuilder()
        .forAnyState()
        .onCommand(Count.class, this::onCount)
        .onCommand(GetState.class, (state, get) -> Effect().reply(get.replyTo(), state))
        .build();
  }

  private ReplyEffect<Counted, State> onCount(State state, Count count) {
    return Effect().persist(new Counted(count.key())).thenReply(count.replyTo(), now -> now);
  }

  @Override
  public EventHandler<State, Counted> eventHandler() {
    return newEventHandlerBuilder()
        .forAnyState()
        .onAnyEvent((state, event) -> new State(state.count() + 1, event.key()));
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(EVENTS_PER_SNAPSHOT, 2).withDeleteEventsOnSnapshot();
  }
}
