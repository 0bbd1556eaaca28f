package io.lorikeet.node.chaos;

import io.lorikeet.simulator.EventLoop;
import io.lorikeet.simulator.forwarder.SimulatedGateway;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Old frames, five a second, and join-requests, one a second, all the time. */
final class Attackers implements AutoCloseable {

  private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** No multiple of a second, so that no two requests have their answers at one time. */
  private static final long JOIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1_037);

  private final EventLoop loop;
  private final Supplier<List<SimulatedGateway>> gateways;
  private final JoinProbe joins;
  private final Recordings recordings;
  private volatile boolean stopped;

  Attackers(
      EventLoop loop,
      Supplier<List<SimulatedGateway>> gateways,
      JoinProbe joins,
      Recordings recordings) {
    this.loop = loop;
    this.gateways = gateways;
    this.joins = joins;
    this.recordings = recordings;
    loop.execute(this::replay);
    loop.execute(this::join);
  }

  private void replay() {
    if (!stopped) {
      recordings.send(gateways.get(), loop.now());
      loop.at(loop.now() + FRAME_NANOS, this::replay);
    }
  }

  private void join() {
    if (!stopped) {
      joins.send(gateways.get(), loop.now());
      loop.at(loop.now() + JOIN_NANOS, this::join);
    }
  }

  @Override
  public void close() {
    stopped = true;
  }
}
