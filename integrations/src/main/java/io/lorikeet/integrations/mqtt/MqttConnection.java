package io.lorikeet.integrations.mqtt;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import io.reactivex.schedulers.Schedulers;
import java.util.concurrent.CompletionStage;

/**
 * One connection to a broker, from CONNECT to its end. It is never revived: what was published on
 * it and not acknowledged fails when it ends, and nothing is sent again behind the publisher's
 * back.
 */
interface MqttConnection {

  /**
   * What follows an acknowledgement runs where it was read: it is a message to an actor, and
   * another thread would cost more than that.
   */
  MqttClientExecutorConfig OWN_THREAD =
      MqttClientExecutorConfig.builder()
          .applicationScheduler(Schedulers.from(Runnable::run))
          .build();

  /** Completes when the broker has accepted; fails when it refuses or cannot be reached. */
  CompletionStage<?> connect();

  /**
   * Publishes, in the order of the calls, without waiting. The stage completes when the broker has
   * the message: at its PUBACK, with QoS 0 when it is written; it fails when the broker refuses it,
   * or the connection ends first.
   */
  CompletionStage<?> publish(String topic, byte[] payload);

  /** Whether the broker owes an acknowledgement for longer than this. */
  boolean silentFor(long nanos);

  /** Ends it, politely when it can. */
  void close();

  /** Opens nothing yet. */
  interface Factory {
    /**
     * @param onEnd called when a connection has ended, whoever ended it, after all that was open on
     *     it has failed
     */
    MqttConnection create(Runnable onEnd);
  }
}
