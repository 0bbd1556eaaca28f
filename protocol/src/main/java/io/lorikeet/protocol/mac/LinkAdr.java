package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.LittleEndian;
import io.lorikeet.protocol.Payload;

/** The network sets data rate, power, channels and repetitions of the device. */
public sealed interface LinkAdr extends MacCommand {

  int CID = 0x03;

  @Override
  default int cid() {
    return CID;
  }

  /**
   * Down.
   *
   * @param dataRate 0 to 15; 15 keeps the current one
   * @param txPower 0 (most) to 15; 15 keeps the current one
   * @param chMask bit n allows channel n of the block chosen by {@code chMaskCntl}, 16 bits
   * @param chMaskCntl 0 to 7, by region
   * @param nbTrans how often an unconfirmed uplink is sent, 0 to 15; 0 means 1
   */
  record LinkADRReq(int dataRate, int txPower, int chMask, int chMaskCntl, int nbTrans)
      implements LinkAdr {

    public LinkADRReq {
      Bits.within("DataRate", dataRate, 15);
      Bits.within("TXPower", txPower, 15);
      Bits.within("ChMask", chMask, 0xffff);
      Bits.within("ChMaskCntl", chMaskCntl, 7);
      Bits.within("NbTrans", nbTrans, 15);
    }

    static LinkADRReq decode(Payload body) {
      int rate = body.at(0);
      int redundancy = body.at(3);
      return new LinkADRReq(
          rate >> 4,
          rate & 0x0f,
          (int) LittleEndian.read(body, 1, 2),
          redundancy >> 4 & 0x07,
          redundancy & 0x0f);
    }

    @Override
    public Payload encode() {
      var bytes = new byte[5];
      bytes[0] = CID;
      bytes[1] = (byte) (dataRate << 4 | txPower);
      LittleEndian.write(bytes, 2, chMask, 2);
      bytes[4] = (byte) (chMaskCntl << 4 | nbTrans);
      return Payload.of(bytes);
    }
  }

  /** Up; unless all three are true the device changed nothing. */
  record LinkADRAns(boolean channelMaskOk, boolean dataRateOk, boolean powerOk) implements LinkAdr {

    static LinkADRAns decode(Payload body) {
      int status = body.at(0);
      return new LinkADRAns((status & 0x01) != 0, (status & 0x02) != 0, (status & 0x04) != 0);
    }

    /** Whether the device did what it was told. */
    public boolean accepted() {
      return channelMaskOk && dataRateOk && powerOk;
    }

    @Override
    public Payload encode() {
      int status = (channelMaskOk ? 0x01 : 0) | (dataRateOk ? 0x02 : 0) | (powerOk ? 0x04 : 0);
      return Payload.of(new byte[] {CID, (byte) status});
    }
  }
}
