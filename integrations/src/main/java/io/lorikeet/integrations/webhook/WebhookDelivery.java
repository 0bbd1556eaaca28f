package io.lorikeet.integrations.webhook;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.Materializer;
import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.handler.Delivery;
import io.lorikeet.actors.handler.LogStore;
import io.lorikeet.actors.handler.Subscription;
import io.lorikeet.integrations.DeliveryMeters;
import io.lorikeet.integrations.format.MessageKind;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One log's messages to one webhook, one after the other. */
public final class WebhookDelivery implements Delivery {

  private static final Logger log = LoggerFactory.getLogger(WebhookDelivery.class);

  private static final int GONE = 410;

  private final ActorSystem<?> system;
  private final Subscription.Webhook webhook;
  private final WebhookSettings settings;
  private final TargetGuard guard;
  private final AnswerDownlinks downlinks;
  private final DeliveryMeters meters;
  private final Clock clock;
  private WebhookConnection connection;
  private boolean closed;

  WebhookDelivery(
      ActorSystem<?> system,
      Subscription.Webhook webhook,
      WebhookSettings settings,
      TargetGuard guard,
      AnswerDownlinks downlinks,
      DeliveryMeters meters,
      Clock clock) {
    this.system = system;
    this.webhook = webhook;
    this.settings = settings;
    this.guard = guard;
    this.downlinks = downlinks;
    this.meters = meters;
    this.clock = clock;
  }

  @Override
  public int maxInFlight() {
    return 1;
  }

  /** Whoever is away for long is not to be knocked at all the time. */
  @Override
  public Duration longestPause() {
    return Duration.ofMinutes(1);
  }

  @Override
  public CompletionStage<Result> deliver(LogStore.Entry entry) {
    var message = entry.message();
    var kind = MessageKind.of(message);
    if (!webhook.events().isEmpty() && !webhook.events().contains(kind.event())) {
      return CompletableFuture.completedStage(Result.DELIVERED);
    }
    var started = System.nanoTime();
    return post(kind, message)
        .whenComplete((result, failure) -> meters.count(started, message, result, failure));
  }

  @Override
  public synchronized void close() {
    closed = true;
    cut();
  }

  private CompletionStage<Result> post(MessageKind kind, ApplicationMessage message) {
    try {
      var request = WebhookRequest.of(webhook, kind, message, clock.instant());
      var used = connection();
      return used.send(request)
          .toCompletableFuture()
          .orTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
          .whenComplete((response, failure) -> cutAfter(used, failure))
          .thenCompose(response -> read(response, message));
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /** 2xx: taken. 410: never again. Anything else, redirections too: not taken. */
  private CompletionStage<Result> read(HttpResponse response, ApplicationMessage message) {
    var status = response.status().intValue();
    if (status / 100 == 2) {
      return answer(response)
          .thenCompose(body -> downlinks.queue(webhook, message, body))
          .thenApply(done -> Result.DELIVERED);
    }
    response.discardEntityBytes(system);
    if (status == GONE) {
      log.info("webhook {} of {} is gone: paused", webhook.id(), message.device().applicationId());
      return CompletableFuture.completedStage(Result.PAUSED);
    }
    return CompletableFuture.failedStage(new NotAccepted(status));
  }

  /** The body of an answer; empty when it is too long or breaks off: the message is taken. */
  private CompletionStage<byte[]> answer(HttpResponse response) {
    return response
        .entity()
        .withSizeLimit(settings.maxAnswerBytes())
        .toStrict(settings.timeout().toMillis(), Materializer.matFromSystem(system))
        .handle(
            (body, failure) -> {
              if (failure != null) {
                log.info("the answer of webhook {} cannot be read: {}", webhook.id(), failure);
                return new byte[0];
              }
              return body.getData().toArray();
            });
  }

  private synchronized WebhookConnection connection() {
    if (closed) {
      throw new IllegalStateException("closed: " + webhook);
    }
    if (connection == null) {
      connection = new WebhookConnection(system, guard, settings.timeout());
    }
    return connection;
  }

  /** A request without an answer still holds the connection: the next one gets another. */
  private synchronized void cutAfter(WebhookConnection used, Throwable failure) {
    if (failure != null && connection == used) {
      cut();
    }
  }

  private synchronized void cut() {
    if (connection != null) {
      connection.cut();
      connection = null;
    }
  }

  /** The target answered that it does not take the message. */
  static final class NotAccepted extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotAccepted(int status) {
      super("HTTP status " + status, null, false, false);
    }
  }
}
