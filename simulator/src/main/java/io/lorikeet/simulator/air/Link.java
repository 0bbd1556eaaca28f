package io.lorikeet.simulator.air;

/**
 * How a gateway hears a device, and the other way round.
 *
 * @param rssi dBm
 * @param snr dB
 */
public record Link(float rssi, float snr) {}
