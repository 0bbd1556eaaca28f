package io.lorikeet.simulator.device;

import io.lorikeet.protocol.Payload;

/** What a device is told to do; takes as many transmissions as it needs. */
sealed interface Errand {

  record Join() implements Errand {}

  /**
   * @param type of rejoin-request, 0, 1 or 2
   */
  record Rejoin(int type) implements Errand {}

  record Data(int port, Payload payload, boolean confirmed) implements Errand {}
}
