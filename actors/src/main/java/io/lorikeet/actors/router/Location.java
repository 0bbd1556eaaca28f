package io.lorikeet.actors.router;

import io.lorikeet.actors.CborSerializable;

/**
 * A place on earth.
 *
 * @param latitude degrees, north positive, -90 to 90
 * @param longitude degrees, east positive, -180 to 180
 * @param altitude metres above sea level
 */
public record Location(double latitude, double longitude, int altitude, Source source)
    implements CborSerializable {

  public Location {
    if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
      throw new IllegalArgumentException(
          "location: %s, %s (expected: latitude -90 to 90, longitude -180 to 180)"
              .formatted(latitude, longitude));
    }
  }

  /** Who says so: the registration, or the gateway's own receiver. */
  public enum Source {
    REGISTRY,
    GPS
  }
}
