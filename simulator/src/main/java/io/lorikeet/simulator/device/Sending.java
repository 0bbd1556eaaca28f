package io.lorikeet.simulator.device;

/**
 * How a device sends one frame, and how it listens after it.
 *
 * @param channel its index
 * @param rx RX2, and when RX1 opens
 */
record Sending(
    int channel,
    long frequencyHz,
    int dataRate,
    long rx1FrequencyHz,
    int rx1DataRate,
    RxParameters rx) {}
