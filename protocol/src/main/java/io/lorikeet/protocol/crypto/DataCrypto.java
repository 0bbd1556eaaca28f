package io.lorikeet.protocol.crypto;

import io.lorikeet.protocol.LittleEndian;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.FrameCounter;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.key.Aes128Key;

/** Signatures and encryption of data frames. Counters are whole, 32 bits. */
public final class DataCrypto {

  private static final int MIC_SIZE = 4;

  private DataCrypto() {}

  /**
   * Whether the frame, up or down, was signed with {@code nwkSKey} and counted {@code fCnt}. A
   * counter above 32 bits is never valid: it would be that of an old frame again.
   */
  public static boolean hasValidMic10(DataFrame frame, Aes128Key nwkSKey, long fCnt) {
    return counted(fCnt) && mic10(frame, nwkSKey, fCnt) == received(frame);
  }

  /** The same for an uplink of 1.1. */
  public static boolean hasValidUplinkMic11(
      DataFrame frame, Aes128Key fNwkSIntKey, Aes128Key sNwkSIntKey, long fCnt, UplinkRadio radio) {
    return frame.uplink()
        && counted(fCnt)
        && uplinkMic11(frame, fNwkSIntKey, sNwkSIntKey, fCnt, radio) == received(frame);
  }

  /** The half of the check of a 1.1 uplink that a forwarding network can do. */
  public static boolean hasValidForwardingMic11(DataFrame frame, Aes128Key fNwkSIntKey, long fCnt) {
    return frame.uplink()
        && counted(fCnt)
        && (mic10(frame, fNwkSIntKey, fCnt) & 0xffff) == received(frame) >>> 16;
  }

  /** The other half, which only the network that serves the device can check. */
  public static boolean hasValidServingMic11(
      DataFrame frame, Aes128Key sNwkSIntKey, long fCnt, UplinkRadio radio) {
    return frame.uplink()
        && counted(fCnt)
        && (servingMic11(frame, sNwkSIntKey, signed(frame, fCnt), radio) & 0xffff)
            == (received(frame) & 0xffff);
  }

  /**
   * The same for a downlink of 1.1.
   *
   * @param confFCnt counter of the confirmed uplink that is acknowledged; unused without ACK
   */
  public static boolean hasValidDownlinkMic11(
      DataFrame frame, Aes128Key sNwkSIntKey, long fCnt, long confFCnt) {
    return !frame.uplink()
        && counted(fCnt)
        && downlinkMic11(frame, sNwkSIntKey, fCnt, confFCnt) == received(frame);
  }

  /** The MIC of a 1.0.x frame; the one it carries is ignored. As a little-endian number. */
  public static int mic10(DataFrame frame, Aes128Key nwkSKey, long fCnt) {
    return mic(nwkSKey, signed(frame, fCnt));
  }

  /** The MIC of a 1.1 uplink; the one it carries is ignored. As a little-endian number. */
  public static int uplinkMic11(
      DataFrame frame, Aes128Key fNwkSIntKey, Aes128Key sNwkSIntKey, long fCnt, UplinkRadio radio) {
    var signed = signed(frame, fCnt);
    int forwarding = mic(fNwkSIntKey, signed);
    return forwarding << 16 | servingMic11(frame, sNwkSIntKey, signed, radio) & 0xffff;
  }

  /** Turns block B0 of {@code signed} into B1. */
  private static int servingMic11(
      DataFrame frame, Aes128Key sNwkSIntKey, byte[] signed, UplinkRadio radio) {
    LittleEndian.write(signed, 1, frame.fCtrl().ack() ? radio.confFCnt() : 0, 2);
    signed[3] = (byte) radio.txDr();
    signed[4] = (byte) radio.txCh();
    return mic(sNwkSIntKey, signed);
  }

  /** The MIC of a 1.1 downlink; the one it carries is ignored. As a little-endian number. */
  public static int downlinkMic11(
      DataFrame frame, Aes128Key sNwkSIntKey, long fCnt, long confFCnt) {
    var signed = signed(frame, fCnt);
    LittleEndian.write(signed, 1, frame.fCtrl().ack() ? confFCnt : 0, 2);
    return mic(sNwkSIntKey, signed);
  }

  /**
   * Encrypts or decrypts an FRMPayload: the same operation.
   *
   * @param key AppSKey; on port 0 NwkSKey (1.0.x) or NwkSEncKey (1.1)
   */
  public static Payload crypt(
      Aes128Key key, Direction direction, DevAddr devAddr, long fCnt, Payload in) {
    if (in.isEmpty()) {
      return in;
    }
    var stream = new byte[(in.size() + Aes.BLOCK - 1) / Aes.BLOCK * Aes.BLOCK];
    for (int at = 0; at < stream.length; at += Aes.BLOCK) {
      header(stream, at, 0x01, direction, devAddr, fCnt);
      stream[at + 15] = (byte) (at / Aes.BLOCK + 1);
    }
    Aes.encrypt(key, stream, 0, stream.length);
    return xor(in, stream);
  }

  /** Encrypts or decrypts the FOpts, at most 16 bytes, of a 1.1 frame: the same operation. */
  public static Payload cryptFOpts(
      Aes128Key nwkSEncKey, FOptsCounter counter, DevAddr devAddr, long fCnt, Payload in) {
    var stream = new byte[Aes.BLOCK];
    header(stream, 0, 0x01, counter.direction(), devAddr, fCnt);
    stream[4] = (byte) counter.label();
    stream[15] = 1;
    Aes.encrypt(nwkSEncKey, stream, 0, stream.length);
    return xor(in, stream);
  }

  private static int mic(Aes128Key key, byte[] signed) {
    return Cmac.first4(key, signed, signed.length - MIC_SIZE);
  }

  private static boolean counted(long fCnt) {
    return fCnt >= 0 && fCnt <= FrameCounter.MAX;
  }

  private static int received(DataFrame frame) {
    return (int) LittleEndian.read(frame.phy(), frame.phy().size() - MIC_SIZE, MIC_SIZE);
  }

  /** Block B0 and the frame; its MIC, at the end, is not signed. */
  private static byte[] signed(DataFrame frame, long fCnt) {
    var bytes = new byte[Aes.BLOCK + frame.phy().size()];
    header(bytes, 0, 0x49, frame.direction(), frame.devAddr(), fCnt);
    bytes[15] = (byte) (frame.phy().size() - MIC_SIZE);
    frame.phy().copyTo(bytes, Aes.BLOCK);
    return bytes;
  }

  private static void header(
      byte[] to, int at, int label, Direction direction, DevAddr devAddr, long fCnt) {
    to[at] = (byte) label;
    to[at + 5] = (byte) direction.ordinal();
    LittleEndian.write(to, at + 6, devAddr.value(), 4);
    LittleEndian.write(to, at + 10, fCnt, 4);
  }

  private static Payload xor(Payload in, byte[] stream) {
    var out = in.toBytes();
    for (int i = 0; i < out.length; i++) {
      out[i] ^= stream[i];
    }
    return Payload.of(out);
  }
}
