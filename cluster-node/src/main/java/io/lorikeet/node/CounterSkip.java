package io.lorikeet.node;

import akka.actor.BootstrapSetup;
import akka.actor.CoordinatedShutdown;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lorikeet.actors.AfterRestore;
import io.lorikeet.actors.LeftOut;
import io.lorikeet.actors.NetworkActors;
import io.lorikeet.actors.handler.Delivery;
import io.lorikeet.actors.handler.LogStore;
import io.lorikeet.actors.handler.Subscription;
import io.lorikeet.persistence.Store;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * Has all entities of a store leave out what may have been used since the copy was made from which
 * it was brought back. The entities run here by themselves: no gateway is heard, nothing is
 * delivered.
 */
public final class CounterSkip {

  /** Enough to keep the store busy, little enough for its time limits. */
  private static final int AT_ONCE = 64;

  private CounterSkip() {}

  /**
   * Blocks until all have stored it; may be done again when it broke off: those that were done
   * leave out no more.
   *
   * @param by how many counters and JoinNonces
   * @param name of the restore, the same when it goes on; if the store is to keep it itself, none
   * @return how many entities there are
   * @throws IOException when the data directory is in use
   * @throws RuntimeException when the store or an entity fails
   */
  public static int run(Config root, int by, Optional<String> name) throws IOException {
    var settings = NodeSettings.from(root);
    var lock = DataDirectory.lockAsItIs(settings.dataDirectory());
    try {
      var store =
          Store.start(ClusterConfig.complete(root, settings.cluster()), settings.dataDirectory());
      try {
        if (name.isPresent()) {
          return run(store, settings, new LeftOut(name.get(), by));
        }
        var kept = store.beginRestore(Clock.systemUTC().instant().toString());
        int entities = run(store, settings, new LeftOut(kept, by));
        store.endRestore();
        return entities;
      } finally {
        store.stop();
      }
    } finally {
      release(lock);
    }
  }

  private static void release(AutoCloseable lock) throws IOException {
    try {
      lock.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the data directory cannot be let go of", e);
    }
  }

  private static int run(Store store, NodeSettings settings, LeftOut wanted) {
    var system =
        ActorSystem.<Void>create(
            Behaviors.empty(),
            settings.systemName(),
            ActorSystemSetup.create(
                BootstrapSetup.create(ConfigFactory.load(store.config())), store.serialization()));
    try {
      ClusterJoin.join(system, settings.cluster());
      NetworkActors.start(
          system,
          new NetworkActors.Ports(
              store.logStore(system),
              store.directory(system),
              new Nowhere(),
              Clock.systemUTC(),
              new SecureRandom()));
      ClusterJoin.awaitUp(system, settings.cluster());
      return skip(store.persistenceIds(), new AfterRestore(system, wanted));
    } finally {
      CoordinatedShutdown.get(system)
          .runAll(CoordinatedShutdown.jvmExitReason())
          .toCompletableFuture()
          .join();
    }
  }

  private static int skip(Set<String> all, AfterRestore entities) {
    var ids = all.stream().filter(AfterRestore::concerns).toList();
    var next = ids.iterator();
    CompletableFuture.allOf(
            IntStream.range(0, AT_ONCE)
                .mapToObj(lane -> onward(next, entities).toCompletableFuture())
                .toArray(CompletableFuture[]::new))
        .join();
    return ids.size();
  }

  /** One after the other, until there is none left; many of these run beside each other. */
  private static CompletionStage<Void> onward(Iterator<String> next, AfterRestore entities) {
    String id;
    synchronized (next) {
      if (!next.hasNext()) {
        return CompletableFuture.completedStage(null);
      }
      id = next.next();
    }
    return entities.skip(id).thenComposeAsync(skipped -> onward(next, entities));
  }

  /** What is undelivered stays so. */
  private static final class Nowhere implements Delivery.Opener, Delivery {

    @Override
    public Delivery open(LogStore.LogId log, Subscription subscription) {
      return this;
    }

    @Override
    public Duration repeatOnOpen(Subscription subscription) {
      return Duration.ZERO;
    }

    @Override
    public int maxInFlight() {
      return 1;
    }

    @Override
    public Duration longestPause() {
      return Duration.ofMinutes(1);
    }

    @Override
    public CompletionStage<Result> deliver(LogStore.Entry entry) {
      return CompletableFuture.failedStage(new IOException("nothing is delivered now"));
    }

    @Override
    public void close() {
      // It is everybody's, and holds nothing.
    }
  }
}
