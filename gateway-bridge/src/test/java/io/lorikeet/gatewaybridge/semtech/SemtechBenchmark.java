package io.lorikeet.gatewaybridge.semtech;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.sun.management.OperatingSystemMXBean;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.router.UplinkFrame;
import io.lorikeet.protocol.id.GatewayEui;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Prints how many datagrams a second go from the socket to the network and what each costs. Not a
 * test: figures depend on the machine. Arguments: datagrams per second, seconds, gateways.
 */
final class SemtechBenchmark {

  private SemtechBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    int rate = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4000;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
    int gateways = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
    var system = ActorSystem.create(Behaviors.empty(), "benchmark");
    var settled = new AtomicLong();
    var bridge =
        SemtechBridge.start(
            system,
            SemtechSettings.from(Rig.config("uplinks { rate = 1000000, burst = 1000000 }")),
            frame -> {
              settled.incrementAndGet();
              frame
                  .replyTo()
                  .tell(
                      new UplinkFrame.Settled(frame.receptionId(), UplinkFrame.Outcome.DELIVERED));
            },
            (gateway, command) -> {
              if (command instanceof GatewayCommand.Connect connect) {
                connect
                    .replyTo()
                    .tell(
                        new GatewayCommand.Connected(
                            gateway.toString(), "EU_863_870", Optional.empty()));
              }
            },
            Clock.systemUTC());
    try (var forwarder = new Forwarder(bridge.address())) {
      System.out.println("rate/s   routed/s   lost   CPU us/datagram");
      for (int round = 0; round < 3; round++) {
        run(forwarder, settled, rate, seconds, gateways);
      }
    }
    bridge.stop().toCompletableFuture().join();
    system.terminate();
  }

  private static void run(
      Forwarder forwarder, AtomicLong settled, int rate, int seconds, int gateways)
      throws IOException {
    var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var threads = ManagementFactory.getThreadMXBean();
    var json = Rig.push(Rig.RXPK);
    int total = rate * seconds;
    long before = settled.get();
    long start = System.nanoTime();
    long cpu = machine.getProcessCpuTime() - threads.getCurrentThreadCpuTime();
    for (int i = 0; i < total; i++) {
      long due = start + i * 1_000_000_000L / rate;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      var gateway = new GatewayEui(0x0016c001ff000000L + i % gateways);
      forwarder.send(forwarder.up, forwarder.datagram(2, SemtechHeader.PUSH_DATA, gateway, json));
    }
    LockSupport.parkNanos(200_000_000);
    long used = machine.getProcessCpuTime() - threads.getCurrentThreadCpuTime() - cpu;
    long routed = settled.get() - before;
    System.out.printf(
        "%6d %10d %6d %17.1f%n",
        rate, routed / seconds, total - routed, used / 1000.0 / Math.max(1, routed));
  }
}
