package io.lorikeet.integrations.webhook;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How webhooks are called; the keys and their reasons are in reference.conf, {@code
 * lorikeet.integrations.webhook}.
 *
 * @param timeout from the first attempt to connect to the status of the answer, and as long again
 *     for its body
 * @param maxAnswerBytes a longer answer is not read
 * @param maxDownlinks in one answer; further ones are ignored
 * @param allowPrivateTargets whether addresses of this machine and of private networks are called
 * @param patience how long a device that does not answer is asked again to take a downlink
 */
public record WebhookSettings(
    Duration timeout,
    int maxAnswerBytes,
    int maxDownlinks,
    boolean allowPrivateTargets,
    Duration patience) {

  /** Reads {@code lorikeet.integrations.webhook}. */
  public static WebhookSettings of(Config webhook) {
    return new WebhookSettings(
        webhook.getDuration("timeout"),
        Math.toIntExact(webhook.getBytes("max-answer-size")),
        webhook.getInt("max-downlinks"),
        webhook.getBoolean("allow-private-targets"),
        webhook.getDuration("patience"));
  }
}
