package io.lorikeet.simulator.device;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.crypto.FOptsCounter;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.crypto.SessionKeys11;
import io.lorikeet.protocol.crypto.UplinkRadio;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.DataFrameSpec;
import io.lorikeet.protocol.frame.DataFrames;

/** The keys of a device's session, and how frames are signed and encrypted with them. */
sealed interface Secrets {

  int MAC_PORT = 0;

  /** An uplink whose FOpts and payload are given in clear. */
  Payload uplink(DataFrameSpec clear, UplinkRadio radio);

  /**
   * Whether the network signed a downlink.
   *
   * @param confFCnt counter of the confirmed uplink that it may acknowledge
   */
  boolean signed(DataFrame downlink, long fCnt, long confFCnt);

  /** The clear payload of a downlink. */
  Payload payload(DataFrame downlink, long fCnt);

  /** The clear FOpts of a downlink. */
  Payload fOpts(DataFrame downlink, long fCnt);

  /** Whether downlinks of the application are counted apart from all others. */
  default boolean countsApart() {
    return this instanceof Of11;
  }

  /** LoRaWAN 1.0.x. */
  record Of10(SessionKeys10 keys) implements Secrets {

    @Override
    public Payload uplink(DataFrameSpec clear, UplinkRadio radio) {
      return DataFrames.buildUplink10(clear, keys).phy();
    }

    @Override
    public boolean signed(DataFrame downlink, long fCnt, long confFCnt) {
      return DataCrypto.hasValidMic10(downlink, keys.nwkSKey(), fCnt);
    }

    @Override
    public Payload payload(DataFrame downlink, long fCnt) {
      var key = downlink.fPort() == MAC_PORT ? keys.nwkSKey() : keys.appSKey();
      return DataCrypto.crypt(key, Direction.DOWN, downlink.devAddr(), fCnt, downlink.frmPayload());
    }

    @Override
    public Payload fOpts(DataFrame downlink, long fCnt) {
      return downlink.fOpts();
    }
  }

  /** LoRaWAN 1.1. */
  record Of11(SessionKeys11 keys) implements Secrets {

    @Override
    public Payload uplink(DataFrameSpec clear, UplinkRadio radio) {
      var key = clear.fPort() == MAC_PORT ? keys.nwkSEncKey() : keys.appSKey();
      var spec =
          new DataFrameSpec(
              clear.mType(),
              clear.devAddr(),
              clear.fCtrl(),
              clear.fCnt(),
              crypt(clear.fOpts(), FOptsCounter.F_CNT_UP, clear),
              clear.fPort(),
              DataCrypto.crypt(
                  key, Direction.UP, clear.devAddr(), clear.fCnt(), clear.frmPayload()));
      return DataFrames.signUplink11(spec, keys.fNwkSIntKey(), keys.sNwkSIntKey(), radio).phy();
    }

    private Payload crypt(Payload fOpts, FOptsCounter counter, DataFrameSpec frame) {
      return fOpts.isEmpty()
          ? fOpts
          : DataCrypto.cryptFOpts(keys.nwkSEncKey(), counter, frame.devAddr(), frame.fCnt(), fOpts);
    }

    @Override
    public boolean signed(DataFrame downlink, long fCnt, long confFCnt) {
      return DataCrypto.hasValidDownlinkMic11(downlink, keys.sNwkSIntKey(), fCnt, confFCnt);
    }

    @Override
    public Payload payload(DataFrame downlink, long fCnt) {
      var key = downlink.fPort() == MAC_PORT ? keys.nwkSEncKey() : keys.appSKey();
      return DataCrypto.crypt(key, Direction.DOWN, downlink.devAddr(), fCnt, downlink.frmPayload());
    }

    @Override
    public Payload fOpts(DataFrame downlink, long fCnt) {
      if (downlink.fOpts().isEmpty()) {
        return downlink.fOpts();
      }
      var counter =
          downlink.fPort() > MAC_PORT ? FOptsCounter.A_F_CNT_DOWN : FOptsCounter.N_F_CNT_DOWN;
      return DataCrypto.cryptFOpts(
          keys.nwkSEncKey(), counter, downlink.devAddr(), fCnt, downlink.fOpts());
    }
  }
}
