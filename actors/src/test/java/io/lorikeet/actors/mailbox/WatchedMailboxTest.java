package io.lorikeet.actors.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorRef;
import akka.dispatch.Envelope;
import akka.dispatch.NodeMessageQueue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class WatchedMailboxTest {

  private final LongAdder waiting = new LongAdder();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private static Envelope envelope(Object message) {
    return new Envelope(message, ActorRef.noSender());
  }

  /** Of shard 7. */
  private static Object told(String name, Object... more) {
    var arguments = new ArrayList<Object>(List.of("7"));
    arguments.addAll(Arrays.asList(more));
    try {
      return RegionQueue.internal(name).getConstructors()[0].newInstance(arguments.toArray());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatWaitsForAllEntitiesOfAKindIsCounted() {
    var one = new CountedQueue(waiting);
    var other = new CountedQueue(waiting);

    one.enqueue(ActorRef.noSender(), envelope("a"));
    one.enqueue(ActorRef.noSender(), envelope("b"));
    other.enqueue(ActorRef.noSender(), envelope("c"));
    assertThat(waiting.sum()).isEqualTo(3);
    assertThat(one.numberOfMessages()).isEqualTo(2);

    assertThat(one.dequeue().message()).isEqualTo("a");
    assertThat(other.dequeue().message()).isEqualTo("c");
    assertThat(other.dequeue()).isNull();
    assertThat(other.hasMessages()).isFalse();
    assertThat(waiting.sum()).isEqualTo(1);
  }

  @Test
  void whatAnEntityLeavesBehindDoesNotWaitAnyMore() {
    var queue = new CountedQueue(waiting);
    var deadLetters = new NodeMessageQueue();
    queue.enqueue(ActorRef.noSender(), envelope("a"));

    queue.cleanUp(ActorRef.noSender(), deadLetters);

    assertThat(waiting.sum()).isZero();
    assertThat(deadLetters.numberOfMessages()).isEqualTo(1);
  }

  @Test
  void aShardsMoveIsTimedWhereItEnds() {
    var host = registry.timer("host");
    var other = registry.timer("other");
    for (var region : new RegionQueue[] {new RegionQueue(host), new RegionQueue(other)}) {
      region.enqueue(ActorRef.noSender(), envelope(told("BeginHandOff")));
      var next =
          region.hasMessages() && host.count() == 0
              ? told("HostShard")
              : told("ShardHome", ActorRef.noSender());
      region.enqueue(ActorRef.noSender(), envelope(next));
      assertThat(region.numberOfMessages()).isEqualTo(2);
    }

    assertThat(host.count()).isEqualTo(1);
    assertThat(other.count()).isZero();
  }

  @Test
  void aShardThatIsNewHasNotMoved() {
    var timer = registry.timer("host");

    new RegionQueue(timer).enqueue(ActorRef.noSender(), envelope(told("HostShard")));

    assertThat(timer.count()).isZero();
  }
}
