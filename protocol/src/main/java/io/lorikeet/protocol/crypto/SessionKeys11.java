package io.lorikeet.protocol.crypto;

import io.lorikeet.protocol.key.Aes128Key;

/** The keys of a LoRaWAN 1.1 session. */
public record SessionKeys11(
    Aes128Key fNwkSIntKey, Aes128Key sNwkSIntKey, Aes128Key nwkSEncKey, Aes128Key appSKey) {}
