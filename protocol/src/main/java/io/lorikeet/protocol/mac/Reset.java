package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.Payload;

/**
 * A 1.1 device with fixed keys says that it has started anew, until it is confirmed (LoRaWAN 1.1).
 */
public sealed interface Reset extends MacCommand {

  int CID = 0x01;

  @Override
  default int cid() {
    return CID;
  }

  /**
   * Up: everything but keys and counters is as at the start.
   *
   * @param minor 1 for LoRaWAN 1.1, 0 to 15
   */
  record ResetInd(int minor) implements Reset {

    public ResetInd {
      Bits.within("minor version", minor, 15);
    }

    static ResetInd decode(Payload body) {
      return new ResetInd(body.at(0) & 0x0f);
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
  record ResetConf(int minor) implements Reset {

    public ResetConf {
      Bits.within("minor version", minor, 15);
    }

    static ResetConf decode(Payload body) {
      return new ResetConf(body.at(0) & 0x0f);
    }

    @Override
    public Payload encode() {
      return Bits.command(CID, minor);
    }
  }
}
