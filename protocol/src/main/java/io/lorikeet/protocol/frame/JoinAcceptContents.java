package io.lorikeet.protocol.frame;

import io.lorikeet.protocol.LittleEndian;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.Aes;
import io.lorikeet.protocol.crypto.Cmac;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.NetId;
import io.lorikeet.protocol.key.Aes128Key;
import java.util.Optional;

/**
 * What a join-accept tells the device.
 *
 * @param joinNonce 24 bits
 * @param rx1DrOffset 0 to 7
 * @param rx2DataRate 0 to 15
 * @param optNeg whether the network speaks 1.1
 * @param rxDelaySeconds from the end of an uplink to RX1, 0 to 15; 0 means 1
 * @param cfList 16 bytes of channels, or empty
 */
public record JoinAcceptContents(
    int joinNonce,
    NetId netId,
    DevAddr devAddr,
    int rx1DrOffset,
    int rx2DataRate,
    boolean optNeg,
    int rxDelaySeconds,
    Payload cfList) {

  private static final int CF_LIST_AT = 13;
  private static final int CF_LIST_SIZE = 16;

  public JoinAcceptContents {
    within("JoinNonce", joinNonce, 0xffffff);
    within("RX1DROffset", rx1DrOffset, 7);
    within("RX2DataRate", rx2DataRate, 15);
    within("RxDelay", rxDelaySeconds, 15);
    if (!cfList.isEmpty() && cfList.size() != CF_LIST_SIZE) {
      throw new IllegalArgumentException("CFList: " + cfList.size() + " bytes (expected: 0 or 16)");
    }
  }

  /**
   * Signed and encrypted for a device that works as 1.0.x.
   *
   * @param appKey the AppKey; of a 1.1 device in a 1.0.x network its NwkKey
   */
  public JoinAccept encode10(Aes128Key appKey) {
    var clear = unsigned();
    return encrypted(clear, mic10(clear, appKey), appKey);
  }

  /**
   * Signed and encrypted for a 1.1 device.
   *
   * @param encryptionKey NwkKey as answer to a join-request, JSEncKey to a rejoin-request
   */
  public JoinAccept encode11(Aes128Key encryptionKey, Aes128Key jsIntKey, JoinContext context) {
    var clear = unsigned();
    return encrypted(clear, mic11(clear, jsIntKey, context), encryptionKey);
  }

  /** What the device reads, or nothing if it was not signed with {@code appKey}. */
  public static Optional<JoinAcceptContents> decode10(JoinAccept accept, Aes128Key appKey) {
    var clear = decrypted(accept, appKey);
    return signedWith(clear, mic10(clear, appKey)) ? Optional.of(read(clear)) : Optional.empty();
  }

  /** What a 1.1 device reads, or nothing if the signature is not that of {@code jsIntKey}. */
  public static Optional<JoinAcceptContents> decode11(
      JoinAccept accept, Aes128Key encryptionKey, Aes128Key jsIntKey, JoinContext context) {
    var clear = decrypted(accept, encryptionKey);
    return signedWith(clear, mic11(clear, jsIntKey, context))
        ? Optional.of(read(clear))
        : Optional.empty();
  }

  private static void within(String what, int value, int max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: 0 to " + max + ")");
    }
  }

  /** The clear frame with a MIC of zeros. */
  private byte[] unsigned() {
    var bytes = new byte[JoinAccept.SIZE + cfList.size()];
    bytes[0] = (byte) MType.JOIN_ACCEPT.bits();
    LittleEndian.write(bytes, 1, joinNonce, 3);
    LittleEndian.write(bytes, 4, netId.value(), 3);
    LittleEndian.write(bytes, 7, devAddr.value(), 4);
    bytes[11] = (byte) ((optNeg ? 0x80 : 0) | rx1DrOffset << 4 | rx2DataRate);
    bytes[12] = (byte) rxDelaySeconds;
    cfList.copyTo(bytes, CF_LIST_AT);
    return bytes;
  }

  private static JoinAcceptContents read(byte[] bytes) {
    var clear = Payload.of(bytes);
    int settings = clear.at(11);
    return new JoinAcceptContents(
        (int) LittleEndian.read(clear, 1, 3),
        new NetId((int) LittleEndian.read(clear, 4, 3)),
        new DevAddr((int) LittleEndian.read(clear, 7, 4)),
        settings >> 4 & 0x07,
        settings & 0x0f,
        (settings & 0x80) != 0,
        clear.at(12) & 0x0f,
        clear.slice(CF_LIST_AT, clear.size() - Mic.SIZE));
  }

  private static int mic10(byte[] clear, Aes128Key key) {
    return Cmac.first4(key, clear, clear.length - Mic.SIZE);
  }

  private static int mic11(byte[] clear, Aes128Key jsIntKey, JoinContext context) {
    int end = clear.length - Mic.SIZE;
    var signed = new byte[11 + end];
    signed[0] = (byte) context.request().bits();
    LittleEndian.write(signed, 1, context.joinEui().value(), 8);
    LittleEndian.write(signed, 9, context.nonce(), 2);
    System.arraycopy(clear, 0, signed, 11, end);
    return Cmac.first4(jsIntKey, signed);
  }

  private static boolean signedWith(byte[] clear, int mic) {
    return (int) LittleEndian.read(Payload.of(clear), clear.length - Mic.SIZE, Mic.SIZE) == mic;
  }

  /** The network decrypts to encrypt, so that a device needs only the encryption of AES. */
  private static JoinAccept encrypted(byte[] clear, int mic, Aes128Key key) {
    LittleEndian.write(clear, clear.length - Mic.SIZE, mic, Mic.SIZE);
    var phy = clear.clone();
    Aes.decrypt(key, phy, 1, phy.length);
    return new JoinAccept(Payload.of(phy));
  }

  private static byte[] decrypted(JoinAccept accept, Aes128Key key) {
    var clear = accept.phy().toBytes();
    Aes.encrypt(key, clear, 1, clear.length);
    return clear;
  }
}
