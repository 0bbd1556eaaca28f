package io.lorikeet.protocol.frame;

import io.lorikeet.protocol.LittleEndian;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.JoinEui;
import io.lorikeet.protocol.id.NetId;
import io.lorikeet.protocol.key.Aes128Key;
import java.util.Optional;

/**
 * A 1.1 device asks for a new session while it has one.
 *
 * @param type 0, 1 or 2
 * @param netId the network the device is in; only types 0 and 2 say it
 * @param joinEui only type 1 says it
 * @param rjCount RJcount0 (types 0 and 2) or RJcount1, 16 bits
 * @param phy the whole frame, 19 bytes or 24 (type 1)
 */
public record RejoinRequest(
    int type,
    Optional<NetId> netId,
    Optional<JoinEui> joinEui,
    DevEui devEui,
    int rjCount,
    Payload phy)
    implements PhyPayload {

  /**
   * A signed request of type 0 or 2.
   *
   * @param rjCount RJcount0
   */
  public static RejoinRequest create(
      int type, NetId netId, DevEui devEui, int rjCount, Aes128Key sNwkSIntKey) {
    if (type != 0 && type != 2) {
      throw new IllegalArgumentException("rejoin type: " + type + " (expected: 0 or 2)");
    }
    return (RejoinRequest) parse(signed(type, netId.value(), 3, devEui, rjCount, sNwkSIntKey));
  }

  /**
   * A signed request of type 1.
   *
   * @param rjCount RJcount1
   */
  public static RejoinRequest create(
      JoinEui joinEui, DevEui devEui, int rjCount, Aes128Key jsIntKey) {
    return (RejoinRequest) parse(signed(1, joinEui.value(), 8, devEui, rjCount, jsIntKey));
  }

  private static Payload signed(
      int type, long home, int homeSize, DevEui devEui, int rjCount, Aes128Key key) {
    if (rjCount < 0 || rjCount > 0xffff) {
      throw new IllegalArgumentException("RJcount: " + rjCount + " (expected: 16 bits)");
    }
    var bytes = new byte[12 + homeSize + Mic.SIZE];
    bytes[0] = (byte) MType.REJOIN_REQUEST.bits();
    bytes[1] = (byte) type;
    LittleEndian.write(bytes, 2, home, homeSize);
    LittleEndian.write(bytes, 2 + homeSize, devEui.value(), 8);
    LittleEndian.write(bytes, 10 + homeSize, rjCount, 2);
    Mic.append(key, bytes);
    return Payload.of(bytes);
  }

  static PhyPayload parse(Payload phy) {
    if (phy.size() < 2) {
      return new Malformed(Malformed.Reason.TOO_SHORT);
    }
    int type = phy.at(1);
    if (type > 2) {
      return new Malformed(Malformed.Reason.BAD_REJOIN_TYPE);
    }
    int homeSize = type == 1 ? 8 : 3;
    if (phy.size() != 2 + homeSize + 8 + 2 + Mic.SIZE) {
      return new Malformed(Malformed.Reason.BAD_LENGTH);
    }
    long home = LittleEndian.read(phy, 2, homeSize);
    return new RejoinRequest(
        type,
        type == 1 ? Optional.empty() : Optional.of(new NetId((int) home)),
        type == 1 ? Optional.of(new JoinEui(home)) : Optional.empty(),
        new DevEui(LittleEndian.read(phy, 2 + homeSize, 8)),
        (int) LittleEndian.read(phy, 10 + homeSize, 2),
        phy);
  }

  /** Whether the owner of {@code key}, SNwkSIntKey (types 0, 2) or JSIntKey (1), signed it. */
  public boolean hasValidMic(Aes128Key key) {
    return Mic.matches(key, phy);
  }
}
