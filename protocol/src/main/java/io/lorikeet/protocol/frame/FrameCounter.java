package io.lorikeet.protocol.frame;

/** From the 16 bits of a frame counter that are sent to all 32. */
public final class FrameCounter {

  /** The highest counter; a session ends with it. */
  public static final long MAX = 0xffff_ffffL;

  /** As {@code last}: no frame was accepted yet. */
  public static final long NONE = -1;

  private FrameCounter() {}

  /**
   * The counter a frame has if it is not older than the last accepted one. Only the MIC proves it.
   *
   * @param fCnt16 as received, 16 bits
   * @param last the counter of the last accepted frame, or {@link #NONE}
   * @return equal to {@code last} for a repetition; above {@link #MAX} when the counter is used up,
   *     and no MIC is valid with that
   */
  public static long full(int fCnt16, long last) {
    if (last == NONE) {
      return fCnt16;
    }
    long upper = last & 0xffff_0000L;
    return fCnt16 >= (last & 0xffff) ? upper | fCnt16 : upper + 0x1_0000L + fCnt16;
  }
}
