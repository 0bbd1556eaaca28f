package io.lorikeet.protocol.crypto;

import io.lorikeet.protocol.LittleEndian;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.key.Aes128Key;

/**
 * When a class B device listens: a place in the beacon period that changes from one to the next.
 */
public final class PingSlots {

  private static final Aes128Key ZERO = Aes128Key.of(new byte[Aes128Key.SIZE]);

  private PingSlots() {}

  /**
   * The first slot after a beacon, counted in slots of 30 ms.
   *
   * @param beaconTime GPS seconds of the beacon, 32 bits
   * @param period slots from one to the next of the device, 32 to 4096
   */
  public static int offset(DevAddr devAddr, long beaconTime, int period) {
    var block = new byte[Aes.BLOCK];
    LittleEndian.write(block, 0, beaconTime, 4);
    LittleEndian.write(block, 4, devAddr.value(), 4);
    Aes.encrypt(ZERO, block, 0, Aes.BLOCK);
    return ((block[0] & 0xff) + 256 * (block[1] & 0xff)) % period;
  }
}
