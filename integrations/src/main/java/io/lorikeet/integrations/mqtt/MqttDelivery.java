package io.lorikeet.integrations.mqtt;

import io.lorikeet.actors.handler.Delivery;
import io.lorikeet.actors.handler.LogStore;
import io.lorikeet.integrations.DeliveryMeters;
import io.lorikeet.integrations.format.MessageKind;
import io.lorikeet.integrations.format.TtnJson;
import io.lorikeet.integrations.mqtt.NotPublished.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * One log's messages to the MQTT broker, many at once and in order. After a failure it takes
 * nothing until the log has gone back to what failed: otherwise a later message of a device could
 * come before an earlier one.
 */
public final class MqttDelivery implements Delivery {

  private static final int MAX_IN_FLIGHT = 256;

  private final MqttPublisher publisher;
  private final Duration repeat;
  private final DeliveryMeters meters;

  /** What follows is guarded by this object. */
  private MqttConnection used;

  /** Counts how often the log has gone back; a failure matters only to its own run. */
  private long run;

  private boolean failed;
  private boolean closed;
  private int inFlight;
  private long highest;

  /**
   * @param repeat how far back the broker may have forgotten what it took, when it was away; zero
   *     for one that forgets nothing
   */
  public MqttDelivery(MqttPublisher publisher, Duration repeat, DeliveryMeters meters) {
    this.publisher = publisher;
    this.repeat = repeat;
    this.meters = meters;
  }

  @Override
  public int maxInFlight() {
    return MAX_IN_FLIGHT;
  }

  /** A broker that is back is to be used at once, and one attempt a while costs it nothing. */
  @Override
  public Duration longestPause() {
    return Duration.ofSeconds(2);
  }

  @Override
  public Duration repeatAfter(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof NotPublished its
            && (its.reason() == Reason.NOT_CONNECTED || its.reason() == Reason.CONNECTED_ANEW)
        ? repeat
        : Duration.ZERO;
  }

  @Override
  public CompletionStage<Result> deliver(LogStore.Entry entry) {
    var started = System.nanoTime();
    var stage = publish(entry);
    stage.whenComplete(
        (result, failure) -> meters.count(started, entry.message(), result, failure));
    return stage;
  }

  private synchronized CompletableFuture<Result> publish(LogStore.Entry entry) {
    if (entry.position() <= highest) {
      run++;
      failed = false;
      inFlight = 0;
    }
    highest = entry.position();
    if (closed) {
      return refuse(Reason.CLOSED);
    }
    if (failed) {
      return refuse(Reason.OUT_OF_ORDER);
    }
    var connection = publisher.connection();
    if (connection.isEmpty()) {
      used = null;
      return refuse(Reason.NOT_CONNECTED);
    }
    if (!repeat.isZero() && used != null && connection.get() != used) {
      used = null;
      return refuse(Reason.CONNECTED_ANEW);
    }
    if (connection.get() != used && inFlight > 0) {
      return refuse(Reason.OUT_OF_ORDER);
    }
    used = connection.get();
    inFlight++;
    var ofRun = run;
    var message = entry.message();
    var topic = TtnJson.topic(message.device(), MessageKind.of(message));
    return used.publish(topic, TtnJson.encode(message))
        .<Result>handle(
            (done, failure) -> {
              completed(ofRun, failure);
              if (failure != null) {
                throw new CompletionException(failure);
              }
              return Result.DELIVERED;
            })
        .toCompletableFuture();
  }

  private CompletableFuture<Result> refuse(Reason reason) {
    failed = true;
    return CompletableFuture.failedFuture(new NotPublished(reason));
  }

  private synchronized void completed(long ofRun, Throwable failure) {
    if (ofRun == run) {
      inFlight--;
      failed |= failure != null;
      used = failure == null ? used : null;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
