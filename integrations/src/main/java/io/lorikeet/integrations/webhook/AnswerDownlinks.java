package io.lorikeet.integrations.webhook;

import akka.Done;
import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.handler.Subscription;
import io.lorikeet.integrations.DownlinkInbox;
import io.lorikeet.integrations.DownlinkMeters;
import io.lorikeet.integrations.DownlinkMeters.Outcome;
import io.lorikeet.integrations.format.DownlinkJson;
import io.lorikeet.integrations.format.DownlinkRequest;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Queues the downlinks that a webhook answers with. */
final class AnswerDownlinks {

  private static final Logger log = LoggerFactory.getLogger(AnswerDownlinks.class);

  private final DownlinkInbox inbox;
  private final DownlinkMeters meters;
  private final int limit;

  /**
   * @param limit downlinks of one answer that are taken
   */
  AnswerDownlinks(DownlinkInbox inbox, DownlinkMeters meters, int limit) {
    this.inbox = inbox;
    this.meters = meters;
    this.limit = limit;
  }

  /**
   * Queues what the answer asks for, in its order. Ids follow from the message, so that the answer
   * to a repetition of it takes effect once. Fails when a device does not answer: then the message
   * is to be repeated.
   */
  CompletionStage<Done> queue(
      Subscription.Webhook webhook, ApplicationMessage message, byte[] answer) {
    var requests =
        DownlinkJson.readAnswer(answer, index -> downlinkId(webhook, message, index), limit);
    CompletionStage<Done> queued = CompletableFuture.completedStage(Done.done());
    for (var request : requests) {
      queued = queued.thenCompose(done -> queue(webhook, message.device(), request));
    }
    return queued;
  }

  private CompletionStage<Done> queue(
      Subscription.Webhook webhook, EndDeviceId device, DownlinkRequest request) {
    if (request instanceof DownlinkRequest.Invalid invalid) {
      meters.count(Outcome.MALFORMED);
      log.info("webhook {} answers with a bad downlink: {}", webhook.id(), invalid.error());
      return CompletableFuture.completedStage(Done.done());
    }
    var valid = (DownlinkRequest.Valid) request;
    var target =
        valid
            .deviceId()
            .map(deviceId -> new EndDeviceId(device.applicationId(), deviceId))
            .orElse(device);
    return inbox
        .queue(target, valid.message())
        .handle(
            (refusal, failure) -> {
              if (failure != null) {
                meters.count(Outcome.UNAVAILABLE);
                throw new IllegalStateException("downlink for " + target, failure);
              }
              refusal.ifPresent(why -> log.info("downlink for {}: {}", target, why));
              meters.count(refusal.isEmpty() ? Outcome.QUEUED : Outcome.REFUSED);
              return Done.done();
            });
  }

  private static String downlinkId(
      Subscription.Webhook webhook, ApplicationMessage message, int index) {
    var name = webhook.name() + "/" + message.id() + "/" + index;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
