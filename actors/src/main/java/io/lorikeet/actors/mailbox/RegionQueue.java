package io.lorikeet.actors.mailbox;

import akka.actor.ActorRef;
import akka.dispatch.AbstractNodeQueue;
import akka.dispatch.Envelope;
import akka.dispatch.MessageQueue;
import akka.dispatch.UnboundedMessageQueueSemantics;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import scala.Product;

/**
 * What a shard region is told. All regions hear that a shard leaves its node, and hold its messages
 * from then on; one is told to host it. Between the two is the shard's move, timed where it ends.
 */
final class RegionQueue extends AbstractNodeQueue<Envelope>
    implements MessageQueue, UnboundedMessageQueueSemantics {

  private static final long serialVersionUID = 1;

  /** No move takes so long: it ended elsewhere, and was not heard of here. */
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(1);

  // What coordinator and regions tell each other; Java has no way to name classes so nested.
  private static final Class<?> BEGIN_HAND_OFF = internal("BeginHandOff");
  private static final Class<?> HOST_SHARD = internal("HostShard");
  private static final Class<?> SHARD_HOME = internal("ShardHome");

  private final transient Timer moves;

  /** When each shard that is on its way left, by {@link System#nanoTime}; one for each at most. */
  private final transient Map<String, Long> leaving = new ConcurrentHashMap<>();

  RegionQueue(Timer moves) {
    this.moves = moves;
  }

  static Class<?> internal(String name) {
    try {
      return Class.forName("akka.cluster.sharding.ShardCoordinator$Internal$" + name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("this is another Akka than the one this was made for", e);
    }
  }

  @Override
  public void enqueue(ActorRef receiver, Envelope message) {
    if (message.message() instanceof Product told) {
      if (BEGIN_HAND_OFF.isInstance(told)) {
        leaving.put(shard(told), System.nanoTime());
      } else if (HOST_SHARD.isInstance(told)) {
        hosted(leaving.remove(shard(told)));
      } else if (SHARD_HOME.isInstance(told)) {
        leaving.remove(shard(told));
      }
    }
    add(message);
  }

  private void hosted(Long since) {
    var took = since == null ? LONGEST : System.nanoTime() - since;
    if (took < LONGEST) {
      moves.record(took, TimeUnit.NANOSECONDS);
    }
  }

  /** Each of the three begins with it. */
  private static String shard(Product told) {
    return (String) told.productElement(0);
  }

  @Override
  public Envelope dequeue() {
    return poll();
  }

  @Override
  public int numberOfMessages() {
    return count();
  }

  @Override
  public boolean hasMessages() {
    return !isEmpty();
  }

  @Override
  public void cleanUp(ActorRef owner, MessageQueue deadLetters) {
    for (var left = poll(); left != null; left = poll()) {
      deadLetters.enqueue(owner, left);
    }
  }
}
