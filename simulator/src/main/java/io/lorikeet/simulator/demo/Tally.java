package io.lorikeet.simulator.demo;

import io.lorikeet.simulator.device.DeviceEvent;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what devices tell. */
final class Tally {

  private static final Logger LOG = LoggerFactory.getLogger(Tally.class);

  private final AtomicLong joins = new AtomicLong();
  private final AtomicLong uplinks = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong givenUp = new AtomicLong();
  private final AtomicLong downlinks = new AtomicLong();
  private final AtomicLong violations = new AtomicLong();

  void count(DeviceEvent event) {
    if (event instanceof DeviceEvent.Joined) {
      joins.incrementAndGet();
    }
    if (event instanceof DeviceEvent.UplinkSent) {
      uplinks.incrementAndGet();
    }
    if (event instanceof DeviceEvent.UplinkAcknowledged) {
      acknowledged.incrementAndGet();
    }
    if (event instanceof DeviceEvent.UplinkGivenUp || event instanceof DeviceEvent.JoinGivenUp) {
      givenUp.incrementAndGet();
    }
    if (event instanceof DeviceEvent.DownlinkReceived) {
      downlinks.incrementAndGet();
    }
    if (event instanceof DeviceEvent.Violation) {
      violations.incrementAndGet();
      LOG.warn("The network must not do this: {}", event);
    }
  }

  SimulationCounts counts() {
    return new SimulationCounts(
        joins.get(),
        uplinks.get(),
        acknowledged.get(),
        givenUp.get(),
        downlinks.get(),
        violations.get());
  }
}
