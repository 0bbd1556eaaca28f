package io.lorikeet.integrations.mqtt;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscribe;
import java.util.concurrent.CompletionStage;

/** MQTT 3.1.1. */
final class Mqtt3DownlinkClient implements DownlinkClient {

  private final MqttSettings settings;
  private final Mqtt3Client client;

  Mqtt3DownlinkClient(MqttSettings settings) {
    this.settings = settings;
    this.client = MqttClients.version3(DownlinkClient.builder(settings), settings).build();
  }

  @Override
  public Source<Received, NotUsed> received() {
    return Source.fromPublisher(client.toRx().publishes(MqttGlobalPublishFilter.ALL, true))
        .map(
            publish ->
                new Received(
                    publish.getTopic().toString(),
                    publish.getPayloadAsBytes(),
                    publish::acknowledge));
  }

  @Override
  public CompletionStage<?> connect() {
    var subscribe =
        Mqtt3Subscribe.builder()
            .topicFilter(DownlinkClient.filter(settings))
            .qos(MqttQos.AT_LEAST_ONCE)
            .build();
    return client
        .toAsync()
        .connect(
            MqttClients.connect3(settings)
                .cleanSession(settings.downlinks().session().isZero())
                .build())
        .thenCompose(connected -> client.toAsync().subscribe(subscribe));
  }

  @Override
  public void close() {
    client.toAsync().disconnect();
  }
}
