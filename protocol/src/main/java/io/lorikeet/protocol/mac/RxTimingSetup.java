package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.Payload;

/** The network moves both windows of the device. */
public sealed interface RxTimingSetup extends MacCommand {

  int CID = 0x08;

  @Override
  default int cid() {
    return CID;
  }

  /**
   * Down.
   *
   * @param delaySeconds from the end of an uplink to RX1, 0 to 15; 0 means 1
   */
  record RXTimingSetupReq(int delaySeconds) implements RxTimingSetup {

    public RXTimingSetupReq {
      Bits.within("Del", delaySeconds, 15);
    }

    static RXTimingSetupReq decode(Payload body) {
      return new RXTimingSetupReq(body.at(0) & 0x0f);
    }

    @Override
    public Payload encode() {
      return Bits.command(CID, delaySeconds);
    }
  }

  /** Up: done; in every uplink until the device has received a downlink. */
  record RXTimingSetupAns() implements RxTimingSetup {

    @Override
    public Payload encode() {
      return Bits.command(CID);
    }
  }
}
