package io.lorikeet.actors.gateway;

import io.lorikeet.actors.CborSerializable;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a gateway fares.
 *
 * @param connected whether downlinks reach it
 * @param protocol how it is connected; empty when it never was
 * @param dutyCycleUse share of each sub-band's allowance used within the last hour, 0 to 1, by the
 *     sub-band's name
 */
public record GatewayStatus(
    boolean connected,
    String protocol,
    String remoteAddress,
    Optional<Instant> lastSeen,
    OptionalLong roundTripMillis,
    Map<String, Double> dutyCycleUse,
    Counters counters)
    implements CborSerializable {

  /** Since this entity was last started on a node. */
  public record Counters(
      long uplinks,
      long badCrc,
      long malformed,
      long rateLimited,
      long downlinksSent,
      long downlinksRefused)
      implements CborSerializable {

    public static final Counters ZERO = new Counters(0, 0, 0, 0, 0, 0);
  }
}
