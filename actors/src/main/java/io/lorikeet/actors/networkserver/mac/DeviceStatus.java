package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.actors.CborSerializable;
import java.time.Instant;

/**
 * What a device said of itself.
 *
 * @param battery 1 (empty) to 254 (full), 0 with external power, 255 if it does not know
 * @param margin dB above what it needs to hear the network, -32 to 31
 */
public record DeviceStatus(int battery, int margin, Instant at) implements CborSerializable {}
