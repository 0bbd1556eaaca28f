package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.LittleEndian;
import io.lorikeet.protocol.Payload;

/** The parts that several commands are made of. */
final class Bits {

  /** A frequency is three bytes. */
  static final int FREQUENCY_SIZE = 3;

  private static final int UNIT_HZ = 100;

  /**
   * From this number on the unit is 200 Hz, as 2.4 GHz needs; nobody uses the frequencies that are
   * left out, 1.2 to 2.4 GHz (RP002-1.0.3 and later).
   */
  private static final long DOUBLED_FROM = 12_000_000;

  private Bits() {}

  static Payload command(int cid, int... body) {
    var bytes = new byte[1 + body.length];
    bytes[0] = (byte) cid;
    for (int i = 0; i < body.length; i++) {
      bytes[1 + i] = (byte) body[i];
    }
    return Payload.of(bytes);
  }

  /** A command of {@code size} bytes with a frequency from byte {@code at} on; the rest is zero. */
  static byte[] withFrequency(int cid, int size, int at, long hz) {
    var bytes = new byte[size];
    bytes[0] = (byte) cid;
    LittleEndian.write(bytes, at, hz / unit(hz), FREQUENCY_SIZE);
    return bytes;
  }

  /** A frequency in Hz; 0 has a meaning of its own in each command. */
  static long frequency(Payload body, int at) {
    long value = LittleEndian.read(body, at, FREQUENCY_SIZE);
    return value * (value < DOUBLED_FROM ? UNIT_HZ : 2 * UNIT_HZ);
  }

  /**
   * @throws IllegalArgumentException if three bytes cannot say it
   */
  static void checkFrequency(long hz) {
    long max = unit(hz) == UNIT_HZ ? (DOUBLED_FROM - 1) * UNIT_HZ : 0xffffffL * 2 * UNIT_HZ;
    if (hz < 0 || hz > max || hz % unit(hz) != 0) {
      throw new IllegalArgumentException(
          "frequency: "
              + hz
              + " Hz (expected: below 1.2 GHz in steps of 100 Hz, from 2.4 GHz on in steps of 200)");
    }
  }

  /**
   * @throws IllegalArgumentException if a command cannot say it
   */
  static void within(String what, long value, long max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: 0 to " + max + ")");
    }
  }

  static boolean isSet(int flags, int bit) {
    return (flags >> bit & 1) != 0;
  }

  /** The flags as bits, the first the lowest. */
  static int flags(boolean... flags) {
    int bits = 0;
    for (int i = 0; i < flags.length; i++) {
      bits |= flags[i] ? 1 << i : 0;
    }
    return bits;
  }

  private static int unit(long hz) {
    return hz < DOUBLED_FROM * 2 * UNIT_HZ ? UNIT_HZ : 2 * UNIT_HZ;
  }
}
