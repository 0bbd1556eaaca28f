package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.Payload;

/** The network limits how much a device sends in all. */
public sealed interface DutyCycle extends MacCommand {

  int CID = 0x04;

  @Override
  default int cid() {
    return CID;
  }

  /**
   * Down.
   *
   * @param maxDutyCycle the device sends 1/2^n of the time at most, 0 to 15; 0 means no limit
   */
  record DutyCycleReq(int maxDutyCycle) implements DutyCycle {

    public DutyCycleReq {
      Bits.within("MaxDutyCycle", maxDutyCycle, 15);
    }

    static DutyCycleReq decode(Payload body) {
      return new DutyCycleReq(body.at(0) & 0x0f);
    }

    @Override
    public Payload encode() {
      return Bits.command(CID, maxDutyCycle);
    }
  }

  /** Up: done. */
  record DutyCycleAns() implements DutyCycle {

    @Override
    public Payload encode() {
      return Bits.command(CID);
    }
  }
}
