package io.lorikeet.integrations.mqtt;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.pattern.Patterns;
import akka.stream.javadsl.Sink;
import io.lorikeet.actors.handler.DownlinkMessage;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.integrations.DownlinkInbox;
import io.lorikeet.integrations.DownlinkMeters;
import io.lorikeet.integrations.DownlinkMeters.Outcome;
import io.lorikeet.integrations.format.DeviceIds;
import io.lorikeet.integrations.format.DownlinkJson;
import io.lorikeet.integrations.format.DownlinkRequest;
import io.lorikeet.integrations.format.MessageKind;
import io.lorikeet.integrations.format.TtnJson;
import io.lorikeet.integrations.mqtt.DownlinkClient.Received;
import io.lorikeet.integrations.mqtt.MqttSettings.Version;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes downlinks from the MQTT broker. Each is acknowledged when its device's queue has it, or
 * when the application has been told in {@code events/down/errors} why not; until then the broker
 * keeps it.
 */
public final class MqttDownlinks implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MqttDownlinks.class);

  private final ActorSystem<?> system;
  private final MqttSettings settings;
  private final MqttPublisher publisher;
  private final DownlinkInbox inbox;
  private final Supplier<String> downlinkIds;
  private final DownlinkMeters meters;
  private DownlinkClient client;
  private boolean closed;
  private volatile boolean subscribed;

  /**
   * @param downlinkIds makes ids that are unique within each device
   */
  public MqttDownlinks(
      ActorSystem<?> system,
      MqttSettings settings,
      MqttPublisher publisher,
      DownlinkInbox inbox,
      Supplier<String> downlinkIds,
      DownlinkMeters meters) {
    this.system = system;
    this.settings = settings;
    this.publisher = publisher;
    this.inbox = inbox;
    this.downlinkIds = downlinkIds;
    this.meters = meters;
  }

  /** Connects, and again whenever it is needed, until closed. */
  public synchronized void start() {
    if (closed) {
      return;
    }
    var opened =
        settings.server().version() == Version.V5
            ? new Mqtt5DownlinkClient(settings)
            : new Mqtt3DownlinkClient(settings);
    client = opened;
    opened
        .received()
        .mapAsyncUnordered(settings.downlinks().parallel(), this::take)
        .runWith(Sink.ignore(), system)
        .whenComplete((done, failure) -> startLater(opened, failure));
    opened
        .connect()
        .whenComplete(
            (accepted, failure) -> {
              if (failure != null) {
                startLater(opened, failure);
              } else {
                subscribed = true;
              }
            });
  }

  /** Whether the broker has accepted the subscription, once. */
  boolean subscribed() {
    return subscribed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.close();
    }
  }

  /** A client that cannot go on by itself is replaced. */
  private synchronized void startLater(DownlinkClient ended, Throwable failure) {
    if (closed || client != ended) {
      return;
    }
    log.warn("downlinks from MQTT are interrupted: {}", String.valueOf(failure));
    client.close();
    client = null;
    system
        .scheduler()
        .scheduleOnce(settings.timing().lastPause(), this::start, system.executionContext());
  }

  /** Never fails: the stream serves everybody. */
  private CompletionStage<Done> take(Received received) {
    var device = device(received.topic());
    if (device.isEmpty()) {
      meters.count(Outcome.MALFORMED);
      received.acknowledge().run();
      return CompletableFuture.completedStage(Done.done());
    }
    return queue(device.get(), received.payload())
        .handle(
            (error, failure) -> {
              if (failure != null) {
                log.warn("downlink for {} is lost: {}", device.get(), failure.toString());
                meters.count(Outcome.UNAVAILABLE);
                return Optional.of("the device did not answer; it may have the downlink or not");
              }
              return error;
            })
        .thenCompose(
            error ->
                error.isEmpty()
                    ? CompletableFuture.completedStage(Done.done())
                    : report(device.get(), error.get(), received.payload()))
        .handle(
            (done, failure) -> {
              received.acknowledge().run();
              return Done.done();
            });
  }

  private CompletionStage<Optional<String>> queue(EndDeviceId device, byte[] json) {
    var request = DownlinkJson.read(json, downlinkIds.get());
    if (request instanceof DownlinkRequest.Invalid invalid) {
      meters.count(Outcome.MALFORMED);
      return CompletableFuture.completedStage(Optional.of(invalid.error()));
    }
    DownlinkMessage message = ((DownlinkRequest.Valid) request).message();
    return inbox
        .queue(device, message)
        .thenApply(
            refusal -> {
              meters.count(refusal.isEmpty() ? Outcome.QUEUED : Outcome.REFUSED);
              return refusal;
            });
  }

  /** Waits for the broker as long as it is away; one that refuses the event is not asked again. */
  private CompletionStage<Done> report(EndDeviceId device, String error, byte[] json) {
    var topic = TtnJson.topic(device, MessageKind.DOWNLINK_ERROR);
    return publisher
        .publish(topic, DownlinkJson.refusal(device, error, json))
        .handle(
            (published, failure) -> {
              if (failure instanceof NotPublished && !isClosed()) {
                var pause = settings.timing().lastPause();
                return Patterns.after(pause, system, () -> report(device, error, json));
              }
              if (failure != null) {
                log.warn("{} cannot be told that {}: {}", topic, error, failure.toString());
              }
              return CompletableFuture.completedStage(Done.done());
            })
        .thenCompose(stage -> stage);
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** The device of {@code {app_id}/devices/{dev_id}/down}; empty for names that cannot be. */
  private static Optional<EndDeviceId> device(String topic) {
    var levels = topic.split("/", -1);
    if (levels.length != 4 || !DeviceIds.valid(levels[0]) || !DeviceIds.valid(levels[2])) {
      return Optional.empty();
    }
    return Optional.of(new EndDeviceId(levels[0], levels[2]));
  }
}
