package io.lorikeet.actors.handler;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * See {@code lorikeet.handler.log} in reference.conf.
 *
 * @param partitions of each application's log; never to be changed for one that exists
 * @param maxEntries kept in one partition, at most; older ones go first
 * @param tailEntries latest entries of a partition that are held in memory
 * @param recentIds how many of the last entries a repetition is looked for in
 * @param maxWaiting messages that wait to be written, at most
 * @param saveCursorEvery how far a cursor may be behind what was delivered
 * @param retryFrom the first pause after a failure
 * @param retryUpTo the longest pause after failures
 */
public record LogSettings(
    int partitions,
    long maxEntries,
    int tailEntries,
    int recentIds,
    int maxWaiting,
    Duration saveCursorEvery,
    Retry retry) {

  /** A pause doubles from {@code from} to {@code upTo}. */
  public record Retry(Duration from, Duration upTo) {

    Duration after(int failures) {
      var pause = from.multipliedBy(1L << Math.min(Math.max(failures - 1, 0), 20));
      return pause.compareTo(upTo) < 0 ? pause : upTo;
    }
  }

  public static LogSettings from(Config config) {
    var log = config.getConfig("lorikeet.handler.log");
    return new LogSettings(
        log.getInt("partitions"),
        log.getLong("max-entries"),
        log.getInt("tail-entries"),
        log.getInt("recent-ids"),
        log.getInt("max-waiting"),
        log.getDuration("save-cursor-every"),
        new Retry(log.getDuration("retry-from"), log.getDuration("retry-up-to")));
  }

  /** The partition that holds a device's messages, and so keeps their order. */
  public LogStore.LogId partitionOf(EndDeviceId device) {
    return new LogStore.LogId(
        device.applicationId(), Math.floorMod(device.deviceId().hashCode(), partitions));
  }
}
