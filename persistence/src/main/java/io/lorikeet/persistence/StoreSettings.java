package io.lorikeet.persistence;

import com.typesafe.config.Config;
import io.lorikeet.persistence.schema.Schema;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * {@code lorikeet.persistence}, read and checked once.
 *
 * @param retention how long the application log keeps a message
 * @param keyEncryptionKey hex; empty for the file in the data directory
 */
record StoreSettings(
    Mode mode,
    Schema.Target target,
    Duration retention,
    String keyEncryptionKey,
    List<String> previousKeyEncryptionKeys) {

  enum Mode {
    EMBEDDED,
    EXTERNAL
  }

  static final String PATH = "lorikeet.persistence";

  private static final Duration LEAST_RETENTION = Duration.ofMinutes(1);
  private static final Duration LONGEST_RETENTION = Duration.ofDays(3650);

  StoreSettings {
    if (retention.compareTo(LEAST_RETENTION) < 0 || retention.compareTo(LONGEST_RETENTION) > 0) {
      throw new IllegalArgumentException(
          PATH + ".log-retention: " + retention + " (expected: 1 minute to 3650 days)");
    }
  }

  static StoreSettings of(Config root) {
    var config = root.getConfig(PATH);
    return new StoreSettings(
        mode(config),
        new Schema.Target(
            config.getString("keyspace"),
            config.getString("replication"),
            config.getDuration("gc-grace").toSeconds()),
        config.getDuration("log-retention"),
        config.getString("key-encryption-key"),
        config.getStringList("previous-key-encryption-keys"));
  }

  private static Mode mode(Config config) {
    var name = config.getString("mode");
    return Arrays.stream(Mode.values())
        .filter(mode -> mode.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    PATH + ".mode: " + name + " (expected: embedded or external)"));
  }

  @Override
  public String toString() {
    return "StoreSettings[" + mode + ", " + target + ", retention " + retention + "]";
  }
}
