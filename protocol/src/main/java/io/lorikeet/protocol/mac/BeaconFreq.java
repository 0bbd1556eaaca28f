package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.Payload;

/** The network moves the beacon of class B. */
public sealed interface BeaconFreq extends MacCommand {

  int CID = 0x13;

  @Override
  default int cid() {
    return CID;
  }

  /**
   * Down.
   *
   * @param frequencyHz 0 is the default of the region
   */
  record BeaconFreqReq(long frequencyHz) implements BeaconFreq {

    public BeaconFreqReq {
      Bits.checkFrequency(frequencyHz);
    }

    static BeaconFreqReq decode(Payload body) {
      return new BeaconFreqReq(Bits.frequency(body, 0));
    }

    @Override
    public Payload encode() {
      return Payload.of(Bits.withFrequency(CID, 4, 1, frequencyHz));
    }
  }

  /**
   * Up.
   *
   * @param frequencyOk whether the device looks for the beacon there
   */
  record BeaconFreqAns(boolean frequencyOk) implements BeaconFreq {

    static BeaconFreqAns decode(Payload body) {
      return new BeaconFreqAns(Bits.isSet(body.at(0), 0));
    }

    @Override
    public Payload encode() {
      return Bits.command(CID, Bits.flags(frequencyOk));
    }
  }
}
