package io.lorikeet.node.chaos;

import io.lorikeet.protocol.Payload;
import io.lorikeet.simulator.EventLoop;
import io.lorikeet.simulator.device.SimulatedDevice;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Uplinks at a steady rate, each from the next device that has nothing to do, a fifth of them
 * confirmed. Lives on the loop; the public face may be called from any thread.
 */
final class Traffic {

  private static final double CONFIRMED = 0.2;
  private static final double FIRST_SHARE = 0.1;
  private static final int PORT = 1;

  private final EventLoop loop;
  private final List<SimulatedDevice> devices;
  private final SplittableRandom random;

  /**
   * How many times as fast what could not be sent is sent later. Not all at once: three gateways
   * could not answer it, as no two transmissions of one may overlap.
   */
  private static final int CATCHING_UP = 2;

  private final long interval;
  private boolean running;
  private long since;
  private long growing;
  private long due;
  private long number;
  private int next;

  Traffic(EventLoop loop, List<SimulatedDevice> devices, double rate, SplittableRandom random) {
    this.loop = loop;
    this.devices = List.copyOf(devices);
    this.random = random;
    this.interval = Math.round(TimeUnit.SECONDS.toNanos(1) / rate);
  }

  /**
   * @param growth how long it takes from a tenth of the rate to all of it: processes that have just
   *     started are slow, and what they do not answer is sent again, up to eight times as much
   */
  void start(Duration growth) {
    loop.execute(
        () -> {
          if (!running) {
            running = true;
            growing = growth.toNanos();
            since = loop.now();
            due = since;
            tick();
          }
        });
  }

  void stop() {
    loop.execute(() -> running = false);
  }

  /** Whether devices are still busy with what they began. */
  boolean isQuiet() {
    return loop.ask(() -> !running && devices.stream().allMatch(SimulatedDevice::isIdle));
  }

  private void tick() {
    if (!running) {
      return;
    }
    sendNext();
    long pause = Math.round(interval / share());
    due = Math.max(due + pause, loop.now() + pause / CATCHING_UP);
    loop.at(due, this::tick);
  }

  /** Of the rate. */
  private double share() {
    long passed = due - since;
    return passed >= growing ? 1 : FIRST_SHARE + (1 - FIRST_SHARE) * passed / growing;
  }

  private void sendNext() {
    for (int tried = 0; tried < devices.size(); tried++) {
      var device = devices.get(next++ % devices.size());
      if (device.isIdle()) {
        device.send(PORT, payload(number++), random.nextDouble() < CONFIRMED);
        return;
      }
    }
  }

  private static Payload payload(long tag) {
    return Payload.of(ByteBuffer.allocate(2 * Long.BYTES).putLong(tag).array());
  }

  /** The tag that {@link #payload} wrote. */
  static long tag(byte[] payload) {
    return ByteBuffer.wrap(payload).getLong();
  }
}
