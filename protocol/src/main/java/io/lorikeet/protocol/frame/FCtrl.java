package io.lorikeet.protocol.frame;

/**
 * The flags of a data frame.
 *
 * @param adrAckReq uplinks only; reserved in downlinks
 * @param classBOrPending ClassB in uplinks, FPending in downlinks: the same bit
 */
public record FCtrl(boolean adr, boolean adrAckReq, boolean ack, boolean classBOrPending) {

  /** No flag set. */
  public static final FCtrl NONE = new FCtrl(false, false, false, false);

  /** The flags in the byte of a frame; the length of FOpts in it is ignored. */
  public static FCtrl of(int bits) {
    return new FCtrl(
        (bits & 0x80) != 0, (bits & 0x40) != 0, (bits & 0x20) != 0, (bits & 0x10) != 0);
  }

  /** The byte of a frame, with the length of FOpts zero. */
  public int bits() {
    return (adr ? 0x80 : 0)
        | (adrAckReq ? 0x40 : 0)
        | (ack ? 0x20 : 0)
        | (classBOrPending ? 0x10 : 0);
  }
}
