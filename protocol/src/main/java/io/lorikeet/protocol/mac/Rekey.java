package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.Payload;

/**
 * A 1.1 device says that it uses the keys of its last join, until it is confirmed (LoRaWAN 1.1).
 */
public sealed interface Rekey extends MacCommand {

  int CID = 0x0b;

  @Override
  default int cid() {
    return CID;
  }

  /**
   * Up.
   *
   * @param minor 1 for LoRaWAN 1.1, 0 to 15
   */
  record RekeyInd(int minor) implements Rekey {

    public RekeyInd {
      Bits.within("minor version", minor, 15);
    }

    static RekeyInd decode(Payload body) {
      return new RekeyInd(body.at(0) & 0x0f);
    }

    @Override
    public Payload encode() {
      return Bits.command(CID, minor);
    }
  }

  /**
   * Down: the version both speak from now on.
   *
   * @param minor 1 for LoRaWAN 1.1, 0 to 15
   */
  record RekeyConf(int minor) implements Rekey {

    public RekeyConf {
      Bits.within("minor version", minor, 15);
    }

    static RekeyConf decode(Payload body) {
      return new RekeyConf(body.at(0) & 0x0f);
    }

    @Override
    public Payload encode() {
      return Bits.command(CID, minor);
    }
  }
}
