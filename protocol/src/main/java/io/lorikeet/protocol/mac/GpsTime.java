package io.lorikeet.protocol.mac;

import java.time.Duration;
import java.time.Instant;

/** The time of GPS satellites: that of beacons and ping slots, and it has no leap seconds. */
public final class GpsTime {

  private static final Instant EPOCH = Instant.parse("1980-01-06T00:00:00Z");

  /** There have been 18 since the start of GPS time, none after 2016. */
  private static final Duration LEAP_SECONDS = Duration.ofSeconds(18);

  private GpsTime() {}

  /** How long after the start of GPS time it is at {@code utc}. */
  public static Duration of(Instant utc) {
    return Duration.between(EPOCH, utc).plus(LEAP_SECONDS);
  }

  /** When it is {@code gps} after the start of GPS time. */
  public static Instant utc(Duration gps) {
    return EPOCH.plus(gps).minus(LEAP_SECONDS);
  }
}
