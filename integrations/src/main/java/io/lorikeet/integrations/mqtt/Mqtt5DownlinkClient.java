package io.lorikeet.integrations.mqtt;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import java.util.concurrent.CompletionStage;

/** MQTT 5. */
final class Mqtt5DownlinkClient implements DownlinkClient {

  private final MqttSettings settings;
  private final Mqtt5Client client;

  Mqtt5DownlinkClient(MqttSettings settings) {
    this.settings = settings;
    this.client = MqttClients.version5(DownlinkClient.builder(settings), settings).build();
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
    var session = settings.downlinks().session().toSeconds();
    var subscribe =
        Mqtt5Subscribe.builder()
            .topicFilter(DownlinkClient.filter(settings))
            .qos(MqttQos.AT_LEAST_ONCE)
            .build();
    return client
        .toAsync()
        .connect(
            MqttClients.connect5(settings)
                .cleanStart(session == 0)
                .sessionExpiryInterval(session)
                .build())
        .thenCompose(connected -> client.toAsync().subscribe(subscribe));
  }

  @Override
  public void close() {
    client.toAsync().disconnect();
  }
}
