package io.lorikeet.gatewaybridge.semtech;

import io.lorikeet.actors.router.Location;
import java.util.Optional;

/**
 * A gateway's report on itself: {@code stat}. Its counters cover its own interval and are the
 * gateway's word only; the network counts for itself, so just the place is kept.
 *
 * @param location where it says it is; empty without a position receiver
 */
public record GatewayStat(Optional<Location> location) {}
