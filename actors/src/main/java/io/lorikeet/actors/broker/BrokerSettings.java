package io.lorikeet.actors.broker;

import com.typesafe.config.Config;
import java.time.Duration;

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

  public static BrokerSettings from(Config config) {
    var broker = config.getConfig("lorikeet.broker");
    return new BrokerSettings(
        broker.getDuration("deduplication-window"),
        broker.getDuration("ask-again-after"),
        broker.getDuration("remember-uplinks"),
        broker.getDuration("remember-joins"));
  }
}
