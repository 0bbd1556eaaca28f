package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.Payload;

/**
 * The network defines, changes or removes a channel; only in regions whose channels are not fixed.
 */
public sealed interface NewChannel extends MacCommand {

  int CID = 0x07;

  @Override
  default int cid() {
    return CID;
  }

  /**
   * Down.
   *
   * @param index of the channel, 0 to 255; the channels of the region cannot be changed
   * @param frequencyHz 0 removes the channel
   * @param minDataRate 0 to 15
   * @param maxDataRate 0 to 15
   */
  record NewChannelReq(int index, long frequencyHz, int minDataRate, int maxDataRate)
      implements NewChannel {

    public NewChannelReq {
      Bits.within("ChIndex", index, 255);
      Bits.checkFrequency(frequencyHz);
      Bits.within("MinDR", minDataRate, 15);
      Bits.within("MaxDR", maxDataRate, 15);
    }

    static NewChannelReq decode(Payload body) {
      int range = body.at(4);
      return new NewChannelReq(body.at(0), Bits.frequency(body, 1), range & 0x0f, range >> 4);
    }

    @Override
    public Payload encode() {
      var bytes = Bits.withFrequency(CID, 6, 2, frequencyHz);
      bytes[1] = (byte) index;
      bytes[5] = (byte) (maxDataRate << 4 | minDataRate);
      return Payload.of(bytes);
    }
  }

  /** Up; unless both are true the device changed nothing. */
  record NewChannelAns(boolean frequencyOk, boolean dataRatesOk) implements NewChannel {

    static NewChannelAns decode(Payload body) {
      int status = body.at(0);
      return new NewChannelAns(Bits.isSet(status, 0), Bits.isSet(status, 1));
    }

    /** Whether the device did what it was told. */
    public boolean accepted() {
      return frequencyOk && dataRatesOk;
    }

    @Override
    public Payload encode() {
      return Bits.command(CID, Bits.flags(frequencyOk, dataRatesOk));
    }
  }
}
