package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.Payload;

/**
 * The network sets how long and how strong the device may send (since 1.0.2, where the region has
 * it).
 */
public sealed interface TxParamSetup extends MacCommand {

  int CID = 0x09;

  @Override
  default int cid() {
    return CID;
  }

  /**
   * Down.
   *
   * @param downlinkDwellTime whether a downlink lasts 400 ms at most
   * @param uplinkDwellTime whether an uplink lasts 400 ms at most
   * @param maxEirp index of the power, 0 to 15, see {@link #maxEirpDbm}
   */
  record TxParamSetupReq(boolean downlinkDwellTime, boolean uplinkDwellTime, int maxEirp)
      implements TxParamSetup {

    private static final int[] DBM = {
      8, 10, 12, 13, 14, 16, 18, 20, 21, 24, 26, 27, 29, 30, 33, 36
    };

    public TxParamSetupReq {
      Bits.within("MaxEIRP", maxEirp, 15);
    }

    static TxParamSetupReq decode(Payload body) {
      int settings = body.at(0);
      return new TxParamSetupReq(Bits.isSet(settings, 5), Bits.isSet(settings, 4), settings & 0x0f);
    }

    /** The index of the most power that is not above {@code dbm}; 0 if all are. */
    public static int indexOf(double dbm) {
      int index = 0;
      while (index + 1 < DBM.length && DBM[index + 1] <= dbm) {
        index++;
      }
      return index;
    }

    /** The most power the device may radiate. */
    public int maxEirpDbm() {
      return DBM[maxEirp];
    }

    @Override
    public Payload encode() {
      return Bits.command(
          CID, (downlinkDwellTime ? 0x20 : 0) | (uplinkDwellTime ? 0x10 : 0) | maxEirp);
    }
  }

  /** Up: done; in every uplink until the device has received a downlink. */
  record TxParamSetupAns() implements TxParamSetup {

    @Override
    public Payload encode() {
      return Bits.command(CID);
    }
  }
}
