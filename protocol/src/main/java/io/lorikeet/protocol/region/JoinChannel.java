package io.lorikeet.protocol.region;

/**
 * A channel for join-requests that decides how the device goes on (CN470 since RP002).
 *
 * @param index 0 to 19, of all plans of the region
 * @param rx1Hz where the join-accept is sent in RX1
 * @param rx2Hz RX2 of the join-accept, and of the session unless the device is told another one
 */
public record JoinChannel(int index, long uplinkHz, long rx1Hz, long rx2Hz, ClassB classB) {}
