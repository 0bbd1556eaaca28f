package io.lorikeet.node.chaos;

import io.lorikeet.protocol.Payload;
import io.lorikeet.simulator.EventLoop;
import io.lorikeet.simulator.device.SimulatedDevice;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Uplinks at a steady rate, each from the next device that has nothing to do, a fifth of them
 * confirmed. Lives on the loop; the public face may be called from any thread.
 */
final class Traffic {

  private static final double CONFIRMED = 0.2;
  private static final int PORT = 1;

  private final EventLoop loop;
  private final List<SimulatedDevice> devices;
  private final SplittableRandom random;
  private final long interval;
  private boolean running;
  private long due;
  private long number;
  private int next;

  Traffic(EventLoop loop, List<SimulatedDevice> devices, double rate, SplittableRandom random) {
    this.loop = loop;
    this.devices = List.copyOf(devices);
    this.random = random;
    this.interval = Math.round(TimeUnit.SECONDS.toNanos(1) / rate);
  }

  void start() {
    loop.execute(
        () -> {
          if (!running) {
            running = true;
            due = loop.now();
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
    due += interval;
    loop.at(due, this::tick);
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
