package io.lorikeet.simulator.client;

import io.lorikeet.protocol.Payload;

/**
 * What an application got of one uplink.
 *
 * @param uplinkId the same in every repetition
 */
public record Uplink(String uplinkId, String devId, int port, long fCnt, Payload payload) {}
