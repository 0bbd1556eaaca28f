package io.lorikeet.actors.handler;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * See {@code lorikeet.handler.device} in reference.conf.
 *
 * @param maxAttempts how often a downlink is sent or tried before it is given up
 * @param failTooLarge whether a downlink that the windows of an uplink do not carry fails at once;
 *     else it waits for a faster data rate, and others go first
 * @param retryAfter how long the log may take to store a message
 * @param snapshotEvery events between two snapshots
 * @param unprompted of downlinks in class B and C
 */
public record EndDeviceSettings(
    int maxAttempts,
    boolean failTooLarge,
    Duration retryAfter,
    int snapshotEvery,
    Unprompted unprompted) {

  public static EndDeviceSettings from(Config config) {
    var device = config.getConfig("lorikeet.handler.device");
    return new EndDeviceSettings(
        device.getInt("max-attempts"),
        device.getBoolean("fail-too-large"),
        device.getDuration("retry-after"),
        device.getInt("snapshot-every"),
        new Unprompted(
            device.getDuration("unprompted.acknowledge-within"),
            device.getDuration("unprompted.call-again-after")));
  }

  /**
   * @param acknowledgeWithin how long a device of class B or C may take to acknowledge
   * @param callAgainAfter when the network side is told again that something waits
   */
  public record Unprompted(Duration acknowledgeWithin, Duration callAgainAfter) {}
}
