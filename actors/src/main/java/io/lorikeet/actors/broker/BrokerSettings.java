package io.lorikeet.actors.broker;

import com.typesafe.config.Config;
import java.time.Duration;
import java.time.Instant;

/**
 * How long brokers wait, see {@code lorikeet.broker} in reference.conf.
 *
 * @param deduplicationWindow from the first copy of a frame until it goes on
 * @param askAgainAfter how long a verdict may take before a repeated copy asks for it again
 * @param rememberUplinks how long copies that come late are swallowed
 * @param rememberJoins the same for join-requests
 */
public record BrokerSettings(
    Duration deduplicationWindow,
    Duration askAgainAfter,
    Duration rememberUplinks,
    Duration rememberJoins) {

  /**
   * How long a window stays open. It is counted from when the frame reached this network. Not of a
   * frame that was handed over late or again: its other copies are on their way as well.
   */
  Duration stillOpen(Instant receivedAt, Instant now) {
    var onItsWay = Duration.between(receivedAt, now);
    boolean direct =
        !onItsWay.isNegative() && onItsWay.compareTo(deduplicationWindow.dividedBy(4)) < 0;
    return direct ? deduplicationWindow.minus(onItsWay) : deduplicationWindow;
  }

  public static BrokerSettings from(Config config) {
    var broker = config.getConfig("lorikeet.broker");
    return new BrokerSettings(
        broker.getDuration("deduplication-window"),
        broker.getDuration("ask-again-after"),
        broker.getDuration("remember-uplinks"),
        broker.getDuration("remember-joins"));
  }
}
