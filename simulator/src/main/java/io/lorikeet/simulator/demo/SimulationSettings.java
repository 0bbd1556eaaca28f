package io.lorikeet.simulator.demo;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A simulation against a running network.
 *
 * @param server where the network takes Semtech UDP
 * @param apiUrl the management API
 * @param adminKey a key that may create applications; needed once
 * @param application the application everything belongs to
 * @param state where the simulation keeps what it must know at its next start
 */
public record SimulationSettings(
    InetSocketAddress server,
    URI apiUrl,
    Optional<String> adminKey,
    String application,
    Path state,
    Population population,
    Habits habits) {

  /**
   * Who there is.
   *
   * @param joining devices that join; the others have a session from the start
   */
  public record Population(int gateways, int joining, int personalized) {

    public Population {
      require(gateways >= 1 && gateways <= 1_000, "gateways", gateways, "1 to 1,000");
      int devices = joining + personalized;
      require(
          joining >= 0 && personalized >= 0 && devices >= 1 && devices <= 100_000,
          "devices",
          devices,
          "1 to 100,000");
    }
  }

  /**
   * What devices do.
   *
   * @param shortest the shortest time between two uplinks of a device
   * @param longest the longest one
   * @param confirmed share of uplinks that want an answer, 0 to 1
   * @param seed of all chances
   */
  public record Habits(Duration shortest, Duration longest, double confirmed, long seed) {

    public Habits {
      require(
          !shortest.isNegative() && longest.compareTo(shortest) > 0,
          "interval",
          shortest + " to " + longest,
          "the longest above the shortest");
      require(confirmed >= 0 && confirmed <= 1, "confirmed", confirmed, "0 to 1");
    }
  }

  private static void require(boolean right, String what, Object value, String expected) {
    if (!right) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: " + expected + ")");
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "SimulationSettings[" + application + " at " + apiUrl + ", " + population + "]";
  }
}
