package io.lorikeet.protocol.region;

/**
 * What a data rate carries at most, in bytes; both are 0 where nothing may be sent.
 *
 * @param macPayload M: header, port and payload
 * @param frmPayload N: the payload of a frame without FOpts
 */
public record MaxPayload(int macPayload, int frmPayload) {

  /** MHDR and MIC. */
  private static final int AROUND = 5;

  static MaxPayload ofMacPayload(int macPayload) {
    return new MaxPayload(macPayload, Math.max(macPayload - 8, 0));
  }

  /** The largest PHYPayload. */
  public int phyPayload() {
    return macPayload == 0 ? 0 : macPayload + AROUND;
  }
}
