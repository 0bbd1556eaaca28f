package io.lorikeet.protocol.frame;

import io.lorikeet.protocol.LittleEndian;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.id.DevAddr;

/**
 * A frame of an activated device or to it. Fields are as in the air: encrypted ones still are.
 *
 * @param fCnt16 the lower half of the frame counter
 * @param fOpts MAC commands, 0 to 15 bytes
 * @param fPort 0 to 255, or {@link #NO_PORT}
 * @param frmPayload empty if there is no port
 * @param phy the whole frame, 12 to 255 bytes
 */
public record DataFrame(
    MType mType,
    DevAddr devAddr,
    FCtrl fCtrl,
    int fCnt16,
    Payload fOpts,
    int fPort,
    Payload frmPayload,
    Payload phy)
    implements PhyPayload {

  /** The value of {@code fPort} in a frame without one. */
  public static final int NO_PORT = -1;

  static final int HEADER_SIZE = 8;

  static PhyPayload parse(Payload phy) {
    int end = phy.size() - Mic.SIZE;
    if (end < HEADER_SIZE) {
      return new Malformed(Malformed.Reason.TOO_SHORT);
    }
    int fCtrl = phy.at(5);
    int port = HEADER_SIZE + (fCtrl & 0x0f);
    if (port > end) {
      return new Malformed(Malformed.Reason.FOPTS_OVERFLOW);
    }
    int fPort = port < end ? phy.at(port) : NO_PORT;
    var frmPayload = port < end ? phy.slice(port + 1, end) : Payload.empty();
    if (fPort == 0 && port > HEADER_SIZE && !frmPayload.isEmpty()) {
      return new Malformed(Malformed.Reason.FOPTS_WITH_PORT_0);
    }
    return new DataFrame(
        MType.of(phy.at(0)),
        new DevAddr((int) LittleEndian.read(phy, 1, 4)),
        FCtrl.of(fCtrl),
        (int) LittleEndian.read(phy, 6, 2),
        phy.slice(HEADER_SIZE, port),
        fPort,
        frmPayload,
        phy);
  }

  /** Whether a device sent it. */
  public boolean uplink() {
    return mType.uplinkData();
  }

  public Direction direction() {
    return uplink() ? Direction.UP : Direction.DOWN;
  }

  /** Whether the receiver must acknowledge it. */
  public boolean confirmed() {
    return mType.confirmed();
  }

  /** Whether there is a port, and so perhaps a payload. */
  public boolean hasPort() {
    return fPort != NO_PORT;
  }
}
