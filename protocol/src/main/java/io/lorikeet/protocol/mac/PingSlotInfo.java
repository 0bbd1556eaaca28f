package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.Payload;

/** The device says how often it will listen in class B. */
public sealed interface PingSlotInfo extends MacCommand {

  int CID = 0x10;

  @Override
  default int cid() {
    return CID;
  }

  /**
   * Up.
   *
   * @param periodicity every 2^n seconds, 0 to 7
   */
  record PingSlotInfoReq(int periodicity) implements PingSlotInfo {

    public PingSlotInfoReq {
      Bits.within("Periodicity", periodicity, 7);
    }

    static PingSlotInfoReq decode(Payload body) {
      return new PingSlotInfoReq(body.at(0) & 0x07);
    }

    @Override
    public Payload encode() {
      return Bits.command(CID, periodicity);
    }
  }

  /** Down: understood. */
  record PingSlotInfoAns() implements PingSlotInfo {

    @Override
    public Payload encode() {
      return Bits.command(CID);
    }
  }
}
