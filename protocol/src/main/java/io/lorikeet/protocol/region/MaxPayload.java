package io.lorikeet.protocol.region;

/**
 * What a data rate carries at most, in bytes.
 *
 * @param macPayload M: header, port and payload
 * @param frmPayload N: the payload of a frame without FOpts
 */
public record MaxPayload(int macPayload, int frmPayload) {

  static MaxPayload ofMacPayload(int macPayload) {
    return new MaxPayload(macPayload, macPayload - 8);
  }
}
