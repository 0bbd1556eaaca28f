package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.Payload;

/** The network sets after how many unanswered uplinks a device becomes louder (LoRaWAN 1.1). */
public sealed interface AdrParamSetup extends MacCommand {

  int CID = 0x0c;

  @Override
  default int cid() {
    return CID;
  }

  /**
   * Down.
   *
   * @param limitExponent the device asks for an answer after 2^n uplinks (ADR_ACK_LIMIT), 0 to 15
   * @param delayExponent and changes its data rate after 2^n more (ADR_ACK_DELAY), 0 to 15
   */
  record ADRParamSetupReq(int limitExponent, int delayExponent) implements AdrParamSetup {

    public ADRParamSetupReq {
      Bits.within("Limit_exp", limitExponent, 15);
      Bits.within("Delay_exp", delayExponent, 15);
    }

    static ADRParamSetupReq decode(Payload body) {
      return new ADRParamSetupReq(body.at(0) >> 4, body.at(0) & 0x0f);
    }

    @Override
    public Payload encode() {
      return Bits.command(CID, limitExponent << 4 | delayExponent);
    }
  }

  /** Up: done. */
  record ADRParamSetupAns() implements AdrParamSetup {

    @Override
    public Payload encode() {
      return Bits.command(CID);
    }
  }
}
