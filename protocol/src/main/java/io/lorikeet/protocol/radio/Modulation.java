package io.lorikeet.protocol.radio;

/** How bytes are put on a carrier. */
public sealed interface Modulation permits LoRa, Fsk, LrFhss {}
