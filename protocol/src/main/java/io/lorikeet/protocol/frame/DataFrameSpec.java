package io.lorikeet.protocol.frame;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;

/**
 * What a data frame is to contain.
 *
 * @param fCnt the whole counter, 32 bits
 * @param fOpts MAC commands, at most 15 bytes
 * @param fPort 0 to 255, or {@link DataFrame#NO_PORT}
 * @param frmPayload already encrypted, except where a method says that it encrypts
 */
public record DataFrameSpec(
    MType mType,
    DevAddr devAddr,
    FCtrl fCtrl,
    long fCnt,
    Payload fOpts,
    int fPort,
    Payload frmPayload) {

  /** The most bytes of MAC commands that fit in FOpts. */
  public static final int MAX_F_OPTS = 15;

  public DataFrameSpec {
    if (!mType.data()) {
      throw new IllegalArgumentException("MType: " + mType + " (expected: data)");
    }
    if (fCnt < 0 || fCnt > FrameCounter.MAX) {
      throw new IllegalArgumentException("FCnt: " + fCnt + " (expected: 32 bits)");
    }
    if (fOpts.size() > MAX_F_OPTS) {
      throw new IllegalArgumentException("FOpts: " + fOpts.size() + " bytes (expected: 0 to 15)");
    }
    if (fPort < DataFrame.NO_PORT || fPort > 255) {
      throw new IllegalArgumentException("FPort: " + fPort + " (expected: 0 to 255 or none)");
    }
    if (fPort == DataFrame.NO_PORT && !frmPayload.isEmpty()) {
      throw new IllegalArgumentException("FRMPayload: present (expected: none without FPort)");
    }
    if (fPort == 0 && !fOpts.isEmpty() && !frmPayload.isEmpty()) {
      throw new IllegalArgumentException("FOpts: present (expected: none with FPort 0)");
    }
    int size = size(fOpts, fPort, frmPayload);
    if (size > PhyPayload.MAX_SIZE) {
      throw new IllegalArgumentException("frame: " + size + " bytes (expected: at most 255)");
    }
  }

  /** Bytes of the whole frame, MIC included. */
  public int size() {
    return size(fOpts, fPort, frmPayload);
  }

  /** The same with another payload. */
  public DataFrameSpec withFrmPayload(Payload payload) {
    return new DataFrameSpec(mType, devAddr, fCtrl, fCnt, fOpts, fPort, payload);
  }

  private static int size(Payload fOpts, int fPort, Payload frmPayload) {
    int port = fPort == DataFrame.NO_PORT ? 0 : 1;
    return DataFrame.HEADER_SIZE + fOpts.size() + port + frmPayload.size() + Mic.SIZE;
  }
}
