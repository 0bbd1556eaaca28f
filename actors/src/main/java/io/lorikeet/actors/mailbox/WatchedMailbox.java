package io.lorikeet.actors.mailbox;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.dispatch.MailboxType;
import akka.dispatch.MessageQueue;
import akka.dispatch.NodeMessageQueue;
import akka.dispatch.ProducesMessageQueue;
import com.typesafe.config.Config;
import io.lorikeet.actors.Meters;
import scala.Option;
import scala.jdk.javaapi.OptionConverters;

/**
 * Akka's mailbox for one consumer, and what is to be seen of it: how many messages wait for
 * entities, and how long a region's shards take to change their node. cluster.conf names this class
 * for typed actors and for the regions; all others have Akka's own queue.
 */
public final class WatchedMailbox implements MailboxType, ProducesMessageQueue<MessageQueue> {

  private static final String REGIONS = "/system/sharding/";

  /** Akka makes it so. */
  public WatchedMailbox(ActorSystem.Settings settings, Config config) {}

  @Override
  public MessageQueue create(Option<ActorRef> owner, Option<ActorSystem> system) {
    return OptionConverters.toJava(owner)
        .flatMap(its -> OptionConverters.toJava(system).map(of -> queue(its, of)))
        .orElseGet(NodeMessageQueue::new);
  }

  private static MessageQueue queue(ActorRef owner, ActorSystem system) {
    var path = owner.path().toStringWithoutAddress();
    if (!path.startsWith(REGIONS)) {
      return new NodeMessageQueue();
    }
    // A region is /system/sharding/<type>, an entity .../<shard>/<entity> below it.
    var names = path.substring(REGIONS.length()).split("/", -1);
    var meters = Meters.network(Adapter.toTyped(system));
    return switch (names.length) {
      case 1 ->
          isRegion(names[0]) ? new RegionQueue(meters.moves(names[0])) : new NodeMessageQueue();
      case 3 -> new CountedQueue(meters.mailbox(names[0]));
      default -> new NodeMessageQueue();
    };
  }

  /** Beside the regions stand those who say where shards are, and who keep that. */
  private static boolean isRegion(String name) {
    return !name.endsWith("Coordinator") && !name.endsWith("Replicator");
  }
}
