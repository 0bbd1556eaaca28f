package io.lorikeet.simulator.forwarder;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.radio.Modulation;

/**
 * A packet as one gateway received it.
 *
 * @param endNanos when its last bit had arrived, simulated time
 * @param rssi dBm
 * @param snr dB
 */
public record Reception(
    long endNanos, long frequencyHz, Modulation modulation, float rssi, float snr, Payload phy) {}
