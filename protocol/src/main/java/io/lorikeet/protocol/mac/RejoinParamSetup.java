package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.Payload;

/** The network sets how often a device sends rejoin-requests of type 0 by itself (LoRaWAN 1.1). */
public sealed interface RejoinParamSetup extends MacCommand {

  int CID = 0x0f;

  @Override
  default int cid() {
    return CID;
  }

  /**
   * Down.
   *
   * @param maxTimeExponent at least every 2^(n+10) seconds, 0 to 15
   * @param maxCountExponent at least every 2^(n+4) uplinks, 0 to 15
   */
  record RejoinParamSetupReq(int maxTimeExponent, int maxCountExponent)
      implements RejoinParamSetup {

    public RejoinParamSetupReq {
      Bits.within("MaxTimeN", maxTimeExponent, 15);
      Bits.within("MaxCountN", maxCountExponent, 15);
    }

    static RejoinParamSetupReq decode(Payload body) {
      return new RejoinParamSetupReq(body.at(0) >> 4, body.at(0) & 0x0f);
    }

    @Override
    public Payload encode() {
      return Bits.command(CID, maxTimeExponent << 4 | maxCountExponent);
    }
  }

  /**
   * Up: the device counts uplinks as told.
   *
   * @param timeOk whether it also measures the time
   */
  record RejoinParamSetupAns(boolean timeOk) implements RejoinParamSetup {

    static RejoinParamSetupAns decode(Payload body) {
      return new RejoinParamSetupAns(Bits.isSet(body.at(0), 0));
    }

    @Override
    public Payload encode() {
      return Bits.command(CID, Bits.flags(timeOk));
    }
  }
}
