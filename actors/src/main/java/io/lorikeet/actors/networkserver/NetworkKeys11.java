package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.protocol.key.Aes128Key;

/**
 * What the network holds of the keys of a LoRaWAN 1.1 session beside FNwkSIntKey, which stands
 * where a 1.0.x session has its NwkSKey.
 *
 * @param sNwkSIntKey signs downlinks and half of each uplink
 * @param nwkSEncKey encrypts MAC commands
 */
public record NetworkKeys11(Aes128Key sNwkSIntKey, Aes128Key nwkSEncKey)
    implements CborSerializable {}
