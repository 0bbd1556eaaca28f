package io.lorikeet.actors.gateway;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.router.Location;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a connection has counted since its last report.
 *
 * @param uplinks frames with a good CRC that were passed on
 * @param badCrc receptions with a bad or without a CRC
 * @param malformed datagrams that could not be read
 * @param rateLimited datagrams above the gateway's limit
 * @param lastSeen when it was last heard
 * @param roundTripMillis from a downlink's hand-over to its acknowledgement, if there was one
 * @param location where the gateway says it is
 */
public record GatewayStatistics(
    long uplinks,
    long badCrc,
    long malformed,
    long rateLimited,
    Instant lastSeen,
    OptionalLong roundTripMillis,
    Optional<Location> location)
    implements CborSerializable {}
