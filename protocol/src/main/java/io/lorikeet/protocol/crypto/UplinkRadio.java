package io.lorikeet.protocol.crypto;

/**
 * What the signature of a 1.1 uplink covers beside the frame.
 *
 * @param confFCnt counter of the confirmed downlink that is acknowledged; unused without ACK
 * @param txDr index of the data rate it was sent with
 * @param txCh index of the channel it was sent on, in the device's own list
 */
public record UplinkRadio(long confFCnt, int txDr, int txCh) {}
