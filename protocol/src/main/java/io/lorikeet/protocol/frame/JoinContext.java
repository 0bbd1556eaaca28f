package io.lorikeet.protocol.frame;

import io.lorikeet.protocol.id.JoinEui;

/**
 * The request a 1.1 join-accept answers; its signature covers it.
 *
 * @param nonce DevNonce, RJcount0 or RJcount1, 16 bits
 */
public record JoinContext(Request request, JoinEui joinEui, int nonce) {

  /** JoinReqType. */
  public enum Request {
    JOIN(0xff),
    REJOIN_0(0x00),
    REJOIN_1(0x01),
    REJOIN_2(0x02);

    private final int bits;

    Request(int bits) {
      this.bits = bits;
    }

    /** The byte that is signed. */
    public int bits() {
      return bits;
    }
  }
}
