package io.lorikeet.node.chaos;

import io.lorikeet.protocol.Payload;
import io.lorikeet.simulator.client.ApiException;
import io.lorikeet.simulator.client.NetworkClient;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Five downlinks a second to any devices, through the API of one node after the other. */
final class Downlinks implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Downlinks.class);
  private static final long EVERY_MILLIS = 200;
  private static final int PORT = 2;

  /** A node that hangs keeps one of them; the others go on. */
  private static final int THREADS = 8;

  private final List<NetworkClient> nodes;
  private final String application;
  private final int devices;
  private final SplittableRandom random;
  private final AtomicLong accepted = new AtomicLong();
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          THREADS,
          task -> {
            var thread = new Thread(task, "downlinks");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean running;
  private int turn;

  Downlinks(List<NetworkClient> nodes, String application, int devices, SplittableRandom random) {
    this.nodes = List.copyOf(nodes);
    this.application = application;
    this.devices = devices;
    this.random = random;
    threads.scheduleAtFixedRate(this::next, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  void start() {
    running = true;
  }

  void stop() {
    running = false;
  }

  /** How many the network has taken. */
  long accepted() {
    return accepted.get();
  }

  private void next() {
    if (!running) {
      return;
    }
    var node = nodes.get(turn++ % nodes.size());
    var device = Population.devId(random.nextInt(devices));
    var payload = Payload.of(new byte[] {(byte) turn});
    try {
      threads.execute(() -> queue(node, device, payload));
    } catch (RejectedExecutionException e) {
      LOG.debug("the run is over: {}", e.toString());
    }
  }

  private void queue(NetworkClient node, String device, Payload payload) {
    try {
      node.queueDownlink(application, device, PORT, payload, false);
      accepted.incrementAndGet();
    } catch (ApiException e) {
      LOG.debug("no downlink now: {}", e.toString());
    }
  }

  @Override
  public void close() {
    running = false;
    threads.shutdownNow();
  }
}
