package io.lorikeet.protocol.crypto;

import io.lorikeet.protocol.key.Aes128Key;

/** The keys of a LoRaWAN 1.0.x session. */
public record SessionKeys10(Aes128Key nwkSKey, Aes128Key appSKey) {}
