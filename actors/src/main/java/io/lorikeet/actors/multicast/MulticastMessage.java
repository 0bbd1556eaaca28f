package io.lorikeet.actors.multicast;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.protocol.Payload;
import java.time.Instant;
import java.util.Optional;

/**
 * What an application asked to send to a group.
 *
 * @param port FPort, 1 to 223
 * @param payload in clear
 * @param absoluteTime when it is to go out, if not as soon as it can
 */
public record MulticastMessage(
    String downlinkId, int port, Payload payload, Optional<Instant> absoluteTime)
    implements CborSerializable {}
