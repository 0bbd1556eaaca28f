package io.lorikeet.actors.handler;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.protocol.Payload;
import java.time.Instant;
import java.util.Optional;

/**
 * What an application asked to send.
 *
 * @param downlinkId ours, unique within the device
 * @param port FPort, 1 to 223
 * @param payload in clear
 * @param confirmed whether the device is to acknowledge it
 * @param schedule where it was put in the queue
 * @param expiresAt when it is no longer worth sending
 */
public record DownlinkMessage(
    String downlinkId,
    int port,
    Payload payload,
    boolean confirmed,
    Schedule schedule,
    Optional<Instant> expiresAt)
    implements CborSerializable {

  /** Where a downlink goes in the queue: instead of all others, before or after them. */
  public enum Schedule {
    REPLACE,
    FIRST,
    LAST
  }
}
