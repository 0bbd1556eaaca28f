package io.lorikeet.integrations.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.lorikeet.integrations.format.MessageKind;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** MQTT 5. */
final class Mqtt5Connection implements MqttConnection {

  private final PublishStream<Mqtt5Publish> stream = new PublishStream<>();
  private final Mqtt5Client client;
  private final MqttSettings settings;
  private final MqttQos qos;
  private volatile long connectedNanos = System.nanoTime();

  /**
   * Applications that have got an uplink over this connection, or something else: subscribers of
   * these are back.
   */
  private final Set<String> reached = ConcurrentHashMap.newKeySet();

  Mqtt5Connection(MqttSettings settings, String clientId, Runnable onEnd) {
    this.settings = settings;
    this.qos = settings.qos();
    this.client =
        MqttClients.version5(
                MqttClients.of(settings, clientId).executorConfig(OWN_THREAD), settings)
            .addDisconnectedListener(
                context -> {
                  stream.end();
                  onEnd.run();
                })
            .build();
  }

  @Override
  public CompletionStage<?> connect() {
    return client
        .toAsync()
        .connect(MqttClients.connect5(settings).cleanStart(true).build())
        .thenAccept(
            accepted -> {
              connectedNanos = System.nanoTime();
              start();
            });
  }

  @Override
  public CompletionStage<?> publish(String topic, byte[] payload) {
    var message = Mqtt5Publish.builder().topic(topic).qos(qos).payload(payload).build();
    return stream.add(message, System.nanoTime());
  }

  @Override
  public boolean silentFor(long nanos) {
    return stream.waitsLongerThan(nanos, System.nanoTime());
  }

  @Override
  public void close() {
    stream.end();
    client.toAsync().disconnect();
  }

  /** Never disposed of: it ends with the connection. */
  @SuppressWarnings("CheckReturnValue")
  private void start() {
    client
        .toRx()
        .publish(stream.messages())
        .subscribe(
            result -> stream.complete(message -> message == result.getPublish(), error(result)),
            failure -> close(),
            this::close);
  }

  /**
   * A broker that has just started knows no subscribers yet; they come back one after the other.
   * What nobody of its application would get now is kept in the log for a while. Not once one of
   * them is there: what it did not subscribe to would have everything after it published again and
   * again. Events beside uplinks are not kept once one is there for uplinks.
   */
  private Optional<Throwable> error(Mqtt5PublishResult result) {
    var connectedFor = Duration.ofNanos(System.nanoTime() - connectedNanos);
    if (connectedFor.compareTo(settings.forgetful().awaitSubscribers()) < 0
        && result instanceof Mqtt5PublishResult.Mqtt5Qos1Result acknowledged) {
      var audience = audience(result.getPublish());
      if (acknowledged.getPubAck().getReasonCode() == Mqtt5PubAckReasonCode.SUCCESS) {
        reached.add(audience);
        reached.add(application(result.getPublish()));
      } else if (nobodyWanted(acknowledged) && !reached.contains(audience)) {
        return Optional.of(new NotPublished(NotPublished.Reason.NO_SUBSCRIBER));
      }
    }
    return result.getError();
  }

  private static boolean nobodyWanted(Mqtt5PublishResult.Mqtt5Qos1Result acknowledged) {
    return acknowledged.getPubAck().getReasonCode()
        == Mqtt5PubAckReasonCode.NO_MATCHING_SUBSCRIBERS;
  }

  /** Of an uplink those who want uplinks of its application, of anything else all of it. */
  private static String audience(Mqtt5Publish message) {
    var levels = message.getTopic().getLevels();
    boolean uplink = levels.get(levels.size() - 1).equals(MessageKind.UP.topicEnd());
    return application(message) + (uplink ? "/up" : "");
  }

  /** A topic begins with it. */
  private static String application(Mqtt5Publish message) {
    return message.getTopic().getLevels().get(0);
  }
}
