package io.lorikeet.node.chaos;

import io.lorikeet.node.local.LocalNode;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks each node every second whether it is ready, and has gateways move. */
final class Health implements AutoCloseable {

  private static final long EVERY_MILLIS = 1_000;

  private final List<LocalNode> nodes;
  private final List<MovingGateway> gateways;
  private final boolean[] ready;
  private final ScheduledExecutorService looks;

  /**
   * @param gateways may change
   */
  Health(List<LocalNode> nodes, List<MovingGateway> gateways) {
    this.nodes = List.copyOf(nodes);
    this.gateways = gateways;
    this.ready = new boolean[nodes.size()];
    java.util.Arrays.fill(ready, true);
    // A halted node keeps its thread waiting; that must not hide the others' state.
    this.looks =
        Executors.newScheduledThreadPool(
            nodes.size(),
            task -> {
              var thread = new Thread(task, "health");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < nodes.size(); i++) {
      int index = i;
      looks.scheduleWithFixedDelay(
          () -> look(index), EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void look(int index) {
    boolean is = nodes.get(index).isReady();
    synchronized (this) {
      ready[index] = is;
      gateways.forEach(gateway -> gateway.look(ready));
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
