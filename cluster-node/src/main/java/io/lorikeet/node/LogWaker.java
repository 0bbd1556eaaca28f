package io.lorikeet.node;

import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import io.lorikeet.actors.Directory;
import io.lorikeet.actors.NetworkActors;
import io.lorikeet.actors.handler.EndDevice;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the applications' logs when a node starts and from time to time: what they have left to
 * deliver is delivered even if nothing new arrives. The same with devices for which downlinks wait
 * that need no uplink.
 */
final class LogWaker {

  private static final Logger LOG = LoggerFactory.getLogger(LogWaker.class);
  private static final Duration EVERY = Duration.ofSeconds(30);
  private static final int PAGE = 500;

  private final NetworkActors network;

  private LogWaker(NetworkActors network) {
    this.network = network;
  }

  /** Runs until closed. */
  static AutoCloseable start(ActorSystem<?> system, NetworkActors network) {
    var waker = new LogWaker(network);
    Cancellable timer =
        system
            .scheduler()
            .scheduleWithFixedDelay(
                Duration.ZERO, EVERY, waker::wakeAll, system.executionContext());
    return timer::cancel;
  }

  private void wakeAll() {
    complain("applications", wakeLogsAfter(""));
    complain("waiting downlinks", wakeDevices(0));
  }

  private static void complain(String what, CompletionStage<Void> woken) {
    woken.exceptionally(
        failure -> {
          LOG.warn("{} cannot be listed, trying again: {}", what, failure.toString());
          return null;
        });
  }

  private CompletionStage<Void> wakeDevices(int share) {
    return share == EndDevice.WAITING_SHARES
        ? CompletableFuture.completedFuture(null)
        : wakeDevicesAfter(Integer.toString(share), "")
            .thenCompose(woken -> wakeDevices(share + 1));
  }

  private CompletionStage<Void> wakeDevicesAfter(String share, String name) {
    return network
        .directory()
        .list(Directory.Kind.WAITING, share, name, PAGE)
        .thenCompose(
            page -> {
              page.forEach(entry -> network.wakeDevice(entry.key()));
              return page.size() < PAGE
                  ? CompletableFuture.<Void>completedFuture(null)
                  : wakeDevicesAfter(share, page.get(page.size() - 1).name());
            });
  }

  private CompletionStage<Void> wakeLogsAfter(String name) {
    return network
        .directory()
        .list(Directory.Kind.APPLICATION, Directory.NO_OWNER, name, PAGE)
        .thenCompose(
            page -> {
              page.forEach(entry -> network.wakeLogs(entry.key()));
              return page.size() < PAGE
                  ? CompletableFuture.<Void>completedFuture(null)
                  : wakeLogsAfter(page.get(page.size() - 1).name());
            });
  }
}
