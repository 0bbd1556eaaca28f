package io.lorikeet.integrations.mqtt;

import java.util.concurrent.CompletionStage;

/**
 * One connection to a broker, from CONNECT to its end. It is never revived: what was published on
 * it and not acknowledged fails when it ends, and nothing is sent again behind the publisher's
 * back.
 */
interface MqttConnection {

  /** Completes when the broker has accepted; fails when it refuses or cannot be reached. */
  CompletionStage<?> connect();

  /**
   * Publishes, in the order of the calls. The stage completes when the broker has the message: at
   * its PUBACK, with QoS 0 when it is written; it fails when the broker refuses it, or the
   * connection ends first.
   */
  CompletionStage<?> publish(String topic, byte[] payload);

  /** Ends it, politely when it can. */
  void close();

  /** Opens nothing yet. */
  interface Factory {
    /**
     * @param onEnd called once when a connection that stood has ended, whoever ended it
     */
    MqttConnection create(Runnable onEnd);
  }
}
