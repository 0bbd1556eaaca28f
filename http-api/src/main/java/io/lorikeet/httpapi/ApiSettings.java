package io.lorikeet.httpapi;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How the API is served; the keys and their units stand in reference.conf.
 *
 * @param port 0 takes a free one
 * @param timeout when an answer is given up on
 * @param shutdownTimeout how long requests under way may take when the node stops
 * @param deviceDefaults settings of devices that are registered without them
 */
public record ApiSettings(
    String bindAddress,
    int port,
    Duration timeout,
    Duration shutdownTimeout,
    DeviceDefaults deviceDefaults) {

  /** What does not depend on the region. */
  public record DeviceDefaults(int rx1DelaySeconds, int rx1DrOffset) {}

  public ApiSettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
    }
  }

  /**
   * @param config {@code lorikeet.http-api}
   */
  public static ApiSettings from(Config config) {
    var device = config.getConfig("device-defaults");
    return new ApiSettings(
        config.getString("bind-address"),
        config.getInt("port"),
        config.getDuration("timeout"),
        config.getDuration("shutdown-timeout"),
        new DeviceDefaults(
            (int) device.getDuration("rx1-delay").toSeconds(), device.getInt("rx1-dr-offset")));
  }
}
