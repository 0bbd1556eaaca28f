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
 * @param classBc how it goes to a device that listens without having sent
 */
public record DownlinkMessage(
    String downlinkId,
    int port,
    Payload payload,
    boolean confirmed,
    Schedule schedule,
    Optional<Instant> expiresAt,
    Optional<ClassBc> classBc)
    implements CborSerializable {

  /** The same to other gateways or at another time. */
  public DownlinkMessage with(ClassBc other) {
    return new DownlinkMessage(
        downlinkId, port, payload, confirmed, schedule, expiresAt, Optional.of(other));
  }

  /** When it is to go out, if not as soon as it can. */
  Optional<Instant> absoluteTime() {
    return classBc.flatMap(ClassBc::absoluteTime);
  }

  /** Where a downlink goes in the queue: instead of all others, before or after them. */
  public enum Schedule {
    REPLACE,
    FIRST,
    LAST
  }
}
