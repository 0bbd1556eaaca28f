package io.lorikeet.gatewaybridge.semtech;

import io.lorikeet.actors.gateway.GatewayStatistics;
import io.lorikeet.actors.router.Location;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What a connection counts between two reports. */
final class GatewayCounts {

  private long uplinks;
  private long badCrc;
  private long malformed;
  private long rateLimited;
  private OptionalLong roundTripMillis = OptionalLong.empty();
  private Optional<Location> location = Optional.empty();
  private long reportedHeardAt;

  void uplink() {
    uplinks++;
  }

  void badCrc() {
    badCrc++;
  }

  void malformed() {
    malformed++;
  }

  void rateLimited() {
    rateLimited++;
  }

  void roundTrip(long millis) {
    roundTripMillis = OptionalLong.of(millis);
  }

  void location(Location where) {
    location = Optional.of(where);
  }

  /** The gateway's own last word on where it is. */
  Optional<Location> location() {
    return location;
  }

  /** The counts since the last report, unless nothing has been heard since. */
  Optional<GatewayStatistics> report(long heardAtMillis) {
    boolean silent = heardAtMillis == reportedHeardAt && malformed == 0 && rateLimited == 0;
    if (silent) {
      return Optional.empty();
    }
    var statistics =
        new GatewayStatistics(
            uplinks,
            badCrc,
            malformed,
            rateLimited,
            Instant.ofEpochMilli(heardAtMillis),
            roundTripMillis,
            location);
    uplinks = 0;
    badCrc = 0;
    malformed = 0;
    rateLimited = 0;
    roundTripMillis = OptionalLong.empty();
    reportedHeardAt = heardAtMillis;
    return Optional.of(statistics);
  }
}
