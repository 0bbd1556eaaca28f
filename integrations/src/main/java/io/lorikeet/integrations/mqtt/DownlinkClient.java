package io.lorikeet.integrations.mqtt;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import com.hivemq.client.mqtt.MqttClientBuilder;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A client that receives downlinks. It connects again by itself; what it has not acknowledged comes
 * again.
 */
interface DownlinkClient {

  /** What arrives; to be run once, before {@link #connect()}. */
  Source<Received, NotUsed> received();

  /** Connects and subscribes; completes when the broker has accepted both. */
  CompletionStage<?> connect();

  void close();

  /**
   * @param acknowledge tells the broker to forget it
   */
  record Received(String topic, byte[] payload, Runnable acknowledge) {}

  /** The filter that matches the downlinks of all devices. */
  static String filter(MqttSettings settings) {
    var group = settings.downlinks().group();
    return (group.isEmpty() ? "" : "$share/" + group + "/") + "+/devices/+/down";
  }

  static MqttClientBuilder builder(MqttSettings settings) {
    var timing = settings.timing();
    return MqttClients.of(settings, settings.clientId() + "-down")
        .automaticReconnect()
        .initialDelay(timing.firstPause().toMillis(), TimeUnit.MILLISECONDS)
        .maxDelay(timing.lastPause().toMillis(), TimeUnit.MILLISECONDS)
        .applyAutomaticReconnect()
        .addDisconnectedListener(
            context -> context.getReconnector().resubscribeIfSessionExpired(true));
  }
}
