package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.Payload;

/** The network asks for battery and reception of the device. */
public sealed interface DevStatus extends MacCommand {

  int CID = 0x06;

  @Override
  default int cid() {
    return CID;
  }

  /** Down. */
  record DevStatusReq() implements DevStatus {

    @Override
    public Payload encode() {
      return Payload.of(new byte[] {CID});
    }
  }

  /**
   * Up.
   *
   * @param battery 1 (empty) to 254 (full), or {@link #EXTERNAL_POWER} or {@link #UNKNOWN}
   * @param margin SNR of the request at the device, dB, -32 to 31
   */
  record DevStatusAns(int battery, int margin) implements DevStatus {

    public static final int EXTERNAL_POWER = 0;
    public static final int UNKNOWN = 255;

    public DevStatusAns {
      Bits.within("Battery", battery, 255);
      if (margin < -32 || margin > 31) {
        throw new IllegalArgumentException("Margin: " + margin + " (expected: -32 to 31)");
      }
    }

    /** The margin is a two's complement number of 6 bits. */
    static DevStatusAns decode(Payload body) {
      return new DevStatusAns(body.at(0), body.at(1) << 26 >> 26);
    }

    @Override
    public Payload encode() {
      return Payload.of(new byte[] {CID, (byte) battery, (byte) (margin & 0x3f)});
    }
  }
}
