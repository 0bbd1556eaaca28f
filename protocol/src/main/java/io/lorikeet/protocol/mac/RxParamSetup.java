package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.Payload;

/** The network moves RX2 and the data rate of RX1. */
public sealed interface RxParamSetup extends MacCommand {

  int CID = 0x05;

  @Override
  default int cid() {
    return CID;
  }

  /**
   * Down.
   *
   * @param rx1DrOffset from the data rate of an uplink to that of RX1, 0 to 7, by region
   * @param rx2DataRate 0 to 15
   * @param rx2FrequencyHz in steps of 100 Hz, at 2.4 GHz of 200 Hz
   */
  record RXParamSetupReq(int rx1DrOffset, int rx2DataRate, long rx2FrequencyHz)
      implements RxParamSetup {

    public RXParamSetupReq {
      Bits.within("RX1DROffset", rx1DrOffset, 7);
      Bits.within("RX2DataRate", rx2DataRate, 15);
      Bits.checkFrequency(rx2FrequencyHz);
    }

    static RXParamSetupReq decode(Payload body) {
      int settings = body.at(0);
      return new RXParamSetupReq(settings >> 4 & 0x07, settings & 0x0f, Bits.frequency(body, 1));
    }

    @Override
    public Payload encode() {
      var bytes = Bits.withFrequency(CID, 5, 2, rx2FrequencyHz);
      bytes[1] = (byte) (rx1DrOffset << 4 | rx2DataRate);
      return Payload.of(bytes);
    }
  }

  /**
   * Up, in every uplink until the device has received a downlink; unless all three are true the
   * device changed nothing.
   */
  record RXParamSetupAns(boolean frequencyOk, boolean rx2DataRateOk, boolean rx1DrOffsetOk)
      implements RxParamSetup {

    static RXParamSetupAns decode(Payload body) {
      int status = body.at(0);
      return new RXParamSetupAns(
          Bits.isSet(status, 0), Bits.isSet(status, 1), Bits.isSet(status, 2));
    }

    /** Whether the device did what it was told. */
    public boolean accepted() {
      return frequencyOk && rx2DataRateOk && rx1DrOffsetOk;
    }

    @Override
    public Payload encode() {
      return Bits.command(CID, Bits.flags(frequencyOk, rx2DataRateOk, rx1DrOffsetOk));
    }
  }
}
