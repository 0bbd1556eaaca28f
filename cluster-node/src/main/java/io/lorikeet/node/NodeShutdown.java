package io.lorikeet.node;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.pattern.Patterns;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In which order a node stops, whoever has it stop: it is not ready any more, takes nothing new and
 * brings what it has to an end, hands its shards over, leaves the cluster, and lets go of the rest.
 */
final class NodeShutdown {

  private static final Logger LOG = LoggerFactory.getLogger(NodeShutdown.class);

  private final ActorSystem<?> system;
  private final CoordinatedShutdown shutdown;
  private final Duration grace;

  NodeShutdown(ActorSystem<?> system, Duration grace) {
    this.system = system;
    this.shutdown = CoordinatedShutdown.get(system);
    this.grace = grace;
    watchHandOver();
  }

  /** Then the sockets stay open for the grace: load balancers look away meanwhile. */
  void notReadyFirst(Runnable notReady) {
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
        "not ready",
        () -> {
          notReady.run();
          return grace.isZero()
              ? done()
              : Patterns.after(grace, system.classicSystem(), NodeShutdown::done);
        });
  }

  /**
   * Its shards move to others while its sockets are still open.
   *
   * @param limit how long that may take; zero: they are all handed over at once later
   */
  void drainFirst(Duration limit) {
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
        "drain",
        () ->
            StopCause.of(shutdown) == StopCause.TOLD && !ParentWatch.allStop()
                ? Drain.begin(system, limit)
                : done());
  }

  /** What brings something new into the node; the rest of the node still works. */
  void withSockets(String name, Supplier<CompletionStage<Done>> stop) {
    shutdown.addTask(CoordinatedShutdown.PhaseServiceUnbind(), name, stop);
  }

  void closedWithSockets(String name, AutoCloseable closed) {
    withSockets(name, () -> close(name, closed));
  }

  /** When this node has left the cluster; it must not need the actors. */
  void last(String name, AutoCloseable closed) {
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), name, () -> close(name, closed));
  }

  private void watchHandOver() {
    var begun = new CompletableFuture<Long>();
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeClusterShutdown(),
        "hand-over begins",
        () -> {
          begun.complete(System.nanoTime());
          return done();
        });
    shutdown.addTask(
        CoordinatedShutdown.PhaseClusterLeave(),
        "hand-over ended",
        () -> {
          LOG.info(
              "shards handed over within {} ms",
              (System.nanoTime() - begun.getNow(System.nanoTime())) / 1_000_000);
          return done();
        });
  }

  /** Off the actors' threads: closing may wait for what runs on them. */
  private static CompletionStage<Done> close(String name, AutoCloseable closed) {
    var stage = new CompletableFuture<Done>();
    var closer =
        new Thread(
            () -> {
              try {
                closed.close();
              } catch (Exception e) {
                LOG.warn("{} did not stop in order: {}", name, e.toString());
              }
              stage.complete(Done.getInstance());
            },
            "close-" + name);
    closer.setDaemon(true);
    closer.start();
    return stage;
  }

  private static CompletionStage<Done> done() {
    return CompletableFuture.completedFuture(Done.getInstance());
  }
}
