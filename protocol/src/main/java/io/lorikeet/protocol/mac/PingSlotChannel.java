package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.Payload;

/** The network moves the ping slots of class B. */
public sealed interface PingSlotChannel extends MacCommand {

  int CID = 0x11;

  @Override
  default int cid() {
    return CID;
  }

  /**
   * Down.
   *
   * @param frequencyHz 0 is the default of the region
   * @param dataRate 0 to 15
   */
  record PingSlotChannelReq(long frequencyHz, int dataRate) implements PingSlotChannel {

    public PingSlotChannelReq {
      Bits.checkFrequency(frequencyHz);
      Bits.within("DR", dataRate, 15);
    }

    static PingSlotChannelReq decode(Payload body) {
      return new PingSlotChannelReq(Bits.frequency(body, 0), body.at(3) & 0x0f);
    }

    @Override
    public Payload encode() {
      var bytes = Bits.withFrequency(CID, 5, 1, frequencyHz);
      bytes[4] = (byte) dataRate;
      return Payload.of(bytes);
    }
  }

  /** Up; unless both are true the device changed nothing. */
  record PingSlotChannelAns(boolean frequencyOk, boolean dataRateOk) implements PingSlotChannel {

    static PingSlotChannelAns decode(Payload body) {
      int status = body.at(0);
      return new PingSlotChannelAns(Bits.isSet(status, 0), Bits.isSet(status, 1));
    }

    /** Whether the device did what it was told. */
    public boolean accepted() {
      return frequencyOk && dataRateOk;
    }

    @Override
    public Payload encode() {
      return Bits.command(CID, Bits.flags(frequencyOk, dataRateOk));
    }
  }
}
