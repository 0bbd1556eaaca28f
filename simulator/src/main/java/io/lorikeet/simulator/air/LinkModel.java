package io.lorikeet.simulator.air;

import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.GatewayEui;
import java.util.Optional;
import java.util.SplittableRandom;

/** Who hears whom, and how well. */
@FunctionalInterface
public interface LinkModel {

  /** Empty if they do not hear each other. */
  Optional<Link> between(DevEui device, GatewayEui gateway);

  /** All hear all, equally well. */
  static LinkModel equal(Link link) {
    return (device, gateway) -> Optional.of(link);
  }

  /** All hear all, each pair in its own way, from -120 to -60 dBm; the same for the same seed. */
  static LinkModel scattered(long seed) {
    return (device, gateway) -> {
      var random = new SplittableRandom(seed ^ device.value() * 31 ^ gateway.value() * 1_000_003);
      float rssi = (float) random.nextDouble(-120, -60);
      return Optional.of(new Link(rssi, Math.min(10, Math.max(-7, 10 + (rssi + 90) / 2))));
    };
  }
}
