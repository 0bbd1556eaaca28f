package io.lorikeet.gatewaybridge.semtech;

import com.typesafe.config.Config;
import java.time.Duration;

/** The keys of {@code lorikeet.gateway-bridge.semtech-udp}; reference.conf explains each. */
public record SemtechSettings(
    Socket socket, Gateways gateways, Session session, Uplinks uplinks, Downlinks downlinks) {

  public static final String PATH = "lorikeet.gateway-bridge.semtech-udp";

  /** Bytes, all of them; {@code port} 0 is any free one. */
  public record Socket(
      String bind, int port, int receiveBuffer, int queuePerGateway, int queueTotal) {}

  public record Gateways(int max, int newPerSecond, int newAtOnce) {}

  public record Session(
      boolean pinSource,
      Duration timeout,
      Duration pathTimeout,
      Duration connectInterval,
      Duration unknownRetry,
      Duration idleTimeout,
      Duration reportInterval) {}

  public record Uplinks(Rate rate, Duration duplicateWindow, Hold hold) {}

  /**
   * @param perSecond what may go on for long
   * @param burst what may come at once
   */
  public record Rate(int perSecond, int burst) {}

  /**
   * @param maxHeld of one gateway
   * @param maxHeldInAll of all gateways of this node
   * @param maxUnderWay of all gateways of this node, handed over and not settled yet
   * @param settleTarget what half of the frames may take before fewer are under way
   */
  public record Hold(
      Duration resendAfter,
      Duration resendLimit,
      Duration holdTime,
      int maxHeld,
      int maxHeldInAll,
      int maxUnderWay,
      Duration settleTarget,
      int maxWaiting) {}

  public record Downlinks(
      Duration leadTime, Duration answerTimeout, Duration memory, int maxFrames) {}

  /**
   * Reads from the root of a configuration.
   *
   * @throws com.typesafe.config.ConfigException when a key is missing or of a wrong type
   * @throws IllegalArgumentException when a value makes no sense
   */
  public static SemtechSettings from(Config root) {
    var config = root.getConfig(PATH);
    var session = config.getConfig("session");
    var uplinks = config.getConfig("uplinks");
    var downlinks = config.getConfig("downlinks");
    return new SemtechSettings(
        new Socket(
            config.getString("bind"),
            between(config, "port", 0, 65_535),
            positive(config, "receive-buffer"),
            positive(config, "queue-per-gateway"),
            positive(config, "queue-total")),
        new Gateways(
            positive(config, "max-gateways"),
            positive(config, "new-gateways-per-second"),
            positive(config, "new-gateways-burst")),
        new Session(
            session.getBoolean("pin-source"),
            session.getDuration("timeout"),
            session.getDuration("path-timeout"),
            session.getDuration("connect-interval"),
            session.getDuration("unknown-retry"),
            session.getDuration("idle-timeout"),
            session.getDuration("report-interval")),
        new Uplinks(
            new Rate(positive(uplinks, "rate"), positive(uplinks, "burst")),
            uplinks.getDuration("duplicate-window"),
            new Hold(
                uplinks.getDuration("resend-after"),
                uplinks.getDuration("resend-limit"),
                uplinks.getDuration("hold-time"),
                positive(uplinks, "max-held"),
                positive(uplinks, "max-held-in-all"),
                positive(uplinks, "max-under-way"),
                uplinks.getDuration("settle-target"),
                positive(uplinks, "max-waiting"))),
        new Downlinks(
            downlinks.getDuration("lead-time"),
            downlinks.getDuration("answer-timeout"),
            downlinks.getDuration("memory"),
            // Tokens have 16 bits, and a free one must be found quickly.
            between(downlinks, "max-frames", 1, 32_768)));
  }

  private static int positive(Config config, String key) {
    return between(config, key, 1, Integer.MAX_VALUE);
  }

  private static int between(Config config, String key, int min, int max) {
    int value = config.getInt(key);
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s: %d (expected: %d to %d)".formatted(key, value, min, max));
    }
    return value;
  }
}
