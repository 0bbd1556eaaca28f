package io.lorikeet.simulator.load;

import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.simulator.EventLoop;
import io.lorikeet.simulator.forwarder.GatewayObserver;
import io.lorikeet.simulator.forwarder.Reception;
import io.lorikeet.simulator.forwarder.Txpk;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/**
 * One open-loop run of downlinks to devices of class C: each is published when it is due, to the
 * next device, and its latency counts from then until a gateway has the PULL_RESP with it.
 */
final class DownlinkRun implements GatewayObserver {

  /** The windows of the last uplinks must be over before the first. */
  private static final long LEAD_NANOS = TimeUnit.SECONDS.toNanos(4);

  private final EventLoop loop;
  private final Traffic traffic;
  private final int run;
  private final List<LoadDevice> devices;
  private final List<ProcessMeter> meters;
  private final Map<DevAddr, LoadDevice> byAddress = new HashMap<>();
  private final Deliveries deliveries;
  private final CompletableFuture<Void> allSent = new CompletableFuture<>();
  private long started;
  private int sent;

  /**
   * @param traffic whose rate is that of downlinks
   * @param run a number that no run before had
   * @param devices each with an address of its own
   */
  DownlinkRun(
      EventLoop loop,
      Traffic traffic,
      int run,
      List<LoadDevice> devices,
      List<ProcessMeter> meters) {
    this.loop = loop;
    this.traffic = traffic;
    this.run = run;
    this.devices = devices;
    this.meters = meters;
    this.deliveries = new Deliveries(traffic.warmupUplinks(), traffic.uplinks());
    devices.forEach(device -> byAddress.put(device.devAddr(), device));
  }

  @Override
  public void onAcknowledged(Reception reception, InetSocketAddress server) {
    // Only downlinks are looked at.
  }

  @Override
  public void onPullResp(Txpk request) {
    if (PhyPayload.parseDownlink(request.phy()) instanceof DataFrame frame
        && byAddress.containsKey(frame.devAddr())) {
      Tag.of(byAddress.get(frame.devAddr()).payload(frame).toBytes())
          .filter(tag -> tag.run() == run)
          .ifPresent(this::arrived);
    }
  }

  private void arrived(Tag tag) {
    deliveries.delivered(tag.number(), loop.now() - started - traffic.dueNanos(tag.number()));
  }

  /**
   * Publishes everything and waits until gateways have it.
   *
   * @param publish topic and content; must not wait
   */
  DownlinkReport run(BiConsumer<String, String> publish) throws InterruptedException {
    started = loop.now() + LEAD_NANOS;
    loop.at(started, () -> sendNext(publish));
    loop.at(started + traffic.warmup().toNanos(), () -> meters.forEach(ProcessMeter::sample));
    try {
      allSent.get();
      deliveries.complete().get(traffic.drain().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return report(); // what is still missing counts as lost
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return report();
  }

  private void sendNext(BiConsumer<String, String> publish) {
    var payload = new Tag(run, sent).payload(traffic.shape().payloadBytes());
    publish.accept(
        LoadProvisioning.APPLICATION
            + "/devices/"
            + devices.get(sent % devices.size()).devId()
            + "/down",
        "{\"port\":1,\"payload_raw\":\"" + payload.toBase64() + "\"}");
    sent++;
    if (sent == traffic.uplinks()) {
      allSent.complete(null);
      return;
    }
    loop.at(started + traffic.dueNanos(sent), () -> sendNext(publish));
  }

  private DownlinkReport report() {
    meters.forEach(ProcessMeter::sample);
    return new DownlinkReport(
        traffic,
        new LoadReport.Counts(
            traffic.measuredUplinks(), deliveries.measured(), deliveries.duplicated()),
        deliveries.latencies(),
        meters);
  }
}
