package io.lorikeet.protocol.crypto;

import io.lorikeet.protocol.LittleEndian;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.JoinEui;
import io.lorikeet.protocol.id.NetId;
import io.lorikeet.protocol.key.Aes128Key;

/** Session keys out of root keys and the nonces of a join: one encrypted block each. */
public final class SessionKeyDerivation {

  private SessionKeyDerivation() {}

  /**
   * The keys of a 1.0.x session.
   *
   * @param appKey the AppKey; of a 1.1 device in a 1.0.x network its NwkKey
   */
  public static SessionKeys10 derive10(Aes128Key appKey, int joinNonce, NetId netId, int devNonce) {
    return new SessionKeys10(
        derive(appKey, 0x01, joinNonce, netId.value(), 3, devNonce),
        derive(appKey, 0x02, joinNonce, netId.value(), 3, devNonce));
  }

  /**
   * The keys of a 1.1 session.
   *
   * @param devNonce DevNonce, or RJcount0 or RJcount1 after a rejoin-request
   */
  public static SessionKeys11 derive11(
      Aes128Key nwkKey, Aes128Key appKey, int joinNonce, JoinEui joinEui, int devNonce) {
    return new SessionKeys11(
        derive(nwkKey, 0x01, joinNonce, joinEui.value(), 8, devNonce),
        derive(nwkKey, 0x03, joinNonce, joinEui.value(), 8, devNonce),
        derive(nwkKey, 0x04, joinNonce, joinEui.value(), 8, devNonce),
        derive(appKey, 0x02, joinNonce, joinEui.value(), 8, devNonce));
  }

  /** The key that encrypts answers to rejoin-requests. */
  public static Aes128Key jsEncKey(Aes128Key nwkKey, DevEui devEui) {
    return lifetime(nwkKey, 0x05, devEui);
  }

  /** The key that signs 1.1 join-accepts and rejoin-requests of type 1. */
  public static Aes128Key jsIntKey(Aes128Key nwkKey, DevEui devEui) {
    return lifetime(nwkKey, 0x06, devEui);
  }

  private static Aes128Key derive(
      Aes128Key root, int label, int joinNonce, long home, int homeSize, int devNonce) {
    var block = new byte[Aes.BLOCK];
    block[0] = (byte) label;
    LittleEndian.write(block, 1, joinNonce, 3);
    LittleEndian.write(block, 4, home, homeSize);
    LittleEndian.write(block, 4 + homeSize, devNonce, 2);
    Aes.encrypt(root, block, 0, Aes.BLOCK);
    return Aes128Key.of(block);
  }

  private static Aes128Key lifetime(Aes128Key nwkKey, int label, DevEui devEui) {
    var block = new byte[Aes.BLOCK];
    block[0] = (byte) label;
    LittleEndian.write(block, 1, devEui.value(), 8);
    Aes.encrypt(nwkKey, block, 0, Aes.BLOCK);
    return Aes128Key.of(block);
  }
}
