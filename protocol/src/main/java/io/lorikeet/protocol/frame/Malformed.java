package io.lorikeet.protocol.frame;

/** Bytes that are no frame we read, and why. The signature (MIC) is not looked at here. */
public record Malformed(Reason reason) implements PhyPayload {

  /** Why; dropped frames are counted by it. */
  public enum Reason {
    TOO_SHORT,
    /** More than the 255 bytes a radio can carry. */
    TOO_LONG,
    /** The type has a fixed length, and this is another. */
    BAD_LENGTH,
    /** FOptsLen reaches into the MIC or beyond the end. */
    FOPTS_OVERFLOW,
    /** MAC commands in FOpts and in the payload of port 0 at once. */
    FOPTS_WITH_PORT_0,
    UNSUPPORTED_MAJOR,
    /** A downlink where an uplink is expected, or the other way round. */
    WRONG_DIRECTION,
    BAD_REJOIN_TYPE,
    PROPRIETARY
  }
}
