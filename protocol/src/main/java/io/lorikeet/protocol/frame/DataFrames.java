package io.lorikeet.protocol.frame;

import io.lorikeet.protocol.LittleEndian;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.crypto.UplinkRadio;
import io.lorikeet.protocol.key.Aes128Key;

/** Makes data frames. */
public final class DataFrames {

  private DataFrames() {}

  /** A frame of LoRaWAN 1.0.x, up or down; its payload is taken as it is. */
  public static DataFrame sign10(DataFrameSpec spec, Aes128Key nwkSKey) {
    var unsigned = unsigned(spec);
    return signed(unsigned, DataCrypto.mic10(unsigned, nwkSKey, spec.fCnt()));
  }

  /** An uplink of LoRaWAN 1.0.x; encrypts the payload, with the NwkSKey if the port is 0. */
  public static DataFrame buildUplink10(DataFrameSpec clear, SessionKeys10 keys) {
    return build10(clear, keys, Direction.UP);
  }

  /** A downlink of LoRaWAN 1.0.x; encrypts the payload, with the NwkSKey if the port is 0. */
  public static DataFrame buildDownlink10(DataFrameSpec clear, SessionKeys10 keys) {
    return build10(clear, keys, Direction.DOWN);
  }

  /** An uplink of LoRaWAN 1.1; FOpts and payload are taken as they are. */
  public static DataFrame signUplink11(
      DataFrameSpec spec, Aes128Key fNwkSIntKey, Aes128Key sNwkSIntKey, UplinkRadio radio) {
    requireDirection(spec, Direction.UP);
    var unsigned = unsigned(spec);
    int mic = DataCrypto.uplinkMic11(unsigned, fNwkSIntKey, sNwkSIntKey, spec.fCnt(), radio);
    return signed(unsigned, mic);
  }

  /**
   * A downlink of LoRaWAN 1.1; FOpts and payload are taken as they are.
   *
   * @param confFCnt counter of the confirmed uplink that is acknowledged; unused without ACK
   */
  public static DataFrame signDownlink11(DataFrameSpec spec, Aes128Key sNwkSIntKey, long confFCnt) {
    requireDirection(spec, Direction.DOWN);
    var unsigned = unsigned(spec);
    int mic = DataCrypto.downlinkMic11(unsigned, sNwkSIntKey, spec.fCnt(), confFCnt);
    return signed(unsigned, mic);
  }

  private static DataFrame build10(DataFrameSpec clear, SessionKeys10 keys, Direction direction) {
    requireDirection(clear, direction);
    var key = clear.fPort() == 0 ? keys.nwkSKey() : keys.appSKey();
    var encrypted =
        DataCrypto.crypt(key, direction, clear.devAddr(), clear.fCnt(), clear.frmPayload());
    return sign10(clear.withFrmPayload(encrypted), keys.nwkSKey());
  }

  private static void requireDirection(DataFrameSpec spec, Direction direction) {
    if (spec.mType().uplinkData() != (direction == Direction.UP)) {
      throw new IllegalArgumentException(
          "MType: " + spec.mType() + " (expected: data " + direction + ")");
    }
  }

  /** The whole frame with a MIC of zeros. */
  private static DataFrame unsigned(DataFrameSpec spec) {
    var bytes = new byte[spec.size()];
    bytes[0] = (byte) spec.mType().bits();
    LittleEndian.write(bytes, 1, spec.devAddr().value(), 4);
    bytes[5] = (byte) (spec.fCtrl().bits() | spec.fOpts().size());
    LittleEndian.write(bytes, 6, spec.fCnt(), 2);
    int port = DataFrame.HEADER_SIZE + spec.fOpts().size();
    spec.fOpts().copyTo(bytes, DataFrame.HEADER_SIZE);
    if (spec.fPort() != DataFrame.NO_PORT) {
      bytes[port] = (byte) spec.fPort();
      spec.frmPayload().copyTo(bytes, port + 1);
    }
    return frame(spec, Payload.of(bytes));
  }

  private static DataFrame frame(DataFrameSpec spec, Payload phy) {
    return new DataFrame(
        spec.mType(),
        spec.devAddr(),
        spec.fCtrl(),
        (int) (spec.fCnt() & 0xffff),
        spec.fOpts(),
        spec.fPort(),
        spec.frmPayload(),
        phy);
  }

  private static DataFrame signed(DataFrame frame, int mic) {
    var bytes = frame.phy().toBytes();
    LittleEndian.write(bytes, bytes.length - Mic.SIZE, mic, Mic.SIZE);
    return new DataFrame(
        frame.mType(),
        frame.devAddr(),
        frame.fCtrl(),
        frame.fCnt16(),
        frame.fOpts(),
        frame.fPort(),
        frame.frmPayload(),
        Payload.of(bytes));
  }
}
