package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.key.Aes128Key;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The network side of a device's session, as far as people ask.
 *
 * @param fCntUp the last counter accepted; empty before the first uplink
 * @param nextFCntDown the counter of the next downlink
 */
public record SessionDetails(
    DevAddr devAddr,
    OptionalLong fCntUp,
    long nextFCntDown,
    Instant startedAt,
    Optional<Instant> lastSeen,
    Aes128Key nwkSKey)
    implements CborSerializable {}
