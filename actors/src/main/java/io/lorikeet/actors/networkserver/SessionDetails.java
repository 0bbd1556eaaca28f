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
 * @param nextFCntDown the counter of the next downlink; in LoRaWAN 1.1 NFCntDown
 * @param nwkSKey FNwkSIntKey in 1.1
 * @param v11 what 1.1 adds; empty for 1.0.x
 * @param mac how the negotiation with the device stands
 */
public record SessionDetails(
    DevAddr devAddr,
    OptionalLong fCntUp,
    long nextFCntDown,
    Instant startedAt,
    Optional<Instant> lastSeen,
    Aes128Key nwkSKey,
    Optional<Session11> v11,
    Optional<MacDetails> mac)
    implements CborSerializable {}
