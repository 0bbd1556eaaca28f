package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.Payload;

/** The network answers on another frequency than the uplink came on (since 1.0.2). */
public sealed interface DlChannel extends MacCommand {

  int CID = 0x0a;

  @Override
  default int cid() {
    return CID;
  }

  /**
   * Down.
   *
   * @param index of the channel, 0 to 255
   * @param frequencyHz of RX1 after an uplink on this channel
   */
  record DlChannelReq(int index, long frequencyHz) implements DlChannel {

    public DlChannelReq {
      Bits.within("ChIndex", index, 255);
      Bits.checkFrequency(frequencyHz);
    }

    static DlChannelReq decode(Payload body) {
      return new DlChannelReq(body.at(0), Bits.frequency(body, 1));
    }

    @Override
    public Payload encode() {
      var bytes = Bits.withFrequency(CID, 5, 2, frequencyHz);
      bytes[1] = (byte) index;
      return Payload.of(bytes);
    }
  }

  /**
   * Up, in every uplink until the device has received a downlink; unless both are true the device
   * changed nothing.
   */
  record DlChannelAns(boolean frequencyOk, boolean uplinkChannelExists) implements DlChannel {

    static DlChannelAns decode(Payload body) {
      int status = body.at(0);
      return new DlChannelAns(Bits.isSet(status, 0), Bits.isSet(status, 1));
    }

    /** Whether the device did what it was told. */
    public boolean accepted() {
      return frequencyOk && uplinkChannelExists;
    }

    @Override
    public Payload encode() {
      return Bits.command(CID, Bits.flags(frequencyOk, uplinkChannelExists));
    }
  }
}
