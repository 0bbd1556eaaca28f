package io.lorikeet.simulator.load;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.DataFrameSpec;
import io.lorikeet.protocol.frame.DataFrames;
import io.lorikeet.protocol.frame.FCtrl;
import io.lorikeet.protocol.frame.MType;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;

/** A device that does not obey: a session and a counter. */
final class LoadDevice {

  private static final int PORT = 1;

  private final String devId;
  private final DevEui devEui;
  private final DevAddr devAddr;
  private final SessionKeys10 keys;
  private long nextFCnt;

  LoadDevice(String devId, DevEui devEui, DevAddr devAddr, SessionKeys10 keys) {
    this.devId = devId;
    this.devEui = devEui;
    this.devAddr = devAddr;
    this.keys = keys;
  }

  String devId() {
    return devId;
  }

  DevEui devEui() {
    return devEui;
  }

  DevAddr devAddr() {
    return devAddr;
  }

  SessionKeys10 keys() {
    return keys;
  }

  long nextFCnt() {
    return nextFCnt;
  }

  /** Goes on from {@code fCnt} unless it is further already. */
  void atLeast(long fCnt) {
    nextFCnt = Math.max(nextFCnt, fCnt);
  }

  /** What a downlink says, if its counter has not gone beyond 16 bits. */
  Payload payload(DataFrame downlink) {
    return DataCrypto.crypt(
        keys.appSKey(), Direction.DOWN, devAddr, downlink.fCnt16(), downlink.frmPayload());
  }

  /** The next frame, as it goes on the air. */
  Payload uplink(Payload payload, boolean confirmed) {
    var type = confirmed ? MType.CONFIRMED_DATA_UP : MType.UNCONFIRMED_DATA_UP;
    var spec =
        new DataFrameSpec(type, devAddr, FCtrl.NONE, nextFCnt++, Payload.empty(), PORT, payload);
    return DataFrames.buildUplink10(spec, keys).phy();
  }
}
