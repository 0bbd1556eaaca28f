package io.lorikeet.protocol.region;

/** How a device listens in RX2 unless it was told another way. */
public record Rx2(long frequencyHz, int dataRate) {}
