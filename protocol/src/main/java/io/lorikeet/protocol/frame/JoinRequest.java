package io.lorikeet.protocol.frame;

import io.lorikeet.protocol.LittleEndian;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.JoinEui;
import io.lorikeet.protocol.key.Aes128Key;

/**
 * A device asks to join.
 *
 * @param devNonce 16 bits
 * @param phy the whole frame, 23 bytes
 */
public record JoinRequest(JoinEui joinEui, DevEui devEui, int devNonce, Payload phy)
    implements PhyPayload {

  private static final int SIZE = 23;

  /**
   * A signed request.
   *
   * @param key AppKey (1.0.x) or NwkKey (1.1)
   */
  public static JoinRequest create(JoinEui joinEui, DevEui devEui, int devNonce, Aes128Key key) {
    if (devNonce < 0 || devNonce > 0xffff) {
      throw new IllegalArgumentException("DevNonce: " + devNonce + " (expected: 16 bits)");
    }
    var bytes = new byte[SIZE];
    bytes[0] = (byte) MType.JOIN_REQUEST.bits();
    LittleEndian.write(bytes, 1, joinEui.value(), 8);
    LittleEndian.write(bytes, 9, devEui.value(), 8);
    LittleEndian.write(bytes, 17, devNonce, 2);
    Mic.append(key, bytes);
    return new JoinRequest(joinEui, devEui, devNonce, Payload.of(bytes));
  }

  static PhyPayload parse(Payload phy) {
    if (phy.size() != SIZE) {
      return new Malformed(Malformed.Reason.BAD_LENGTH);
    }
    return new JoinRequest(
        new JoinEui(LittleEndian.read(phy, 1, 8)),
        new DevEui(LittleEndian.read(phy, 9, 8)),
        (int) LittleEndian.read(phy, 17, 2),
        phy);
  }

  /** Whether the owner of {@code key}, AppKey (1.0.x) or NwkKey (1.1), signed the frame. */
  public boolean hasValidMic(Aes128Key key) {
    return Mic.matches(key, phy);
  }
}
