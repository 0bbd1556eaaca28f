package io.lorikeet.protocol;

/** Numbers as LoRaWAN sends them: least significant byte first. */
public final class LittleEndian {

  private LittleEndian() {}

  /** Reads {@code count} bytes (1 to 8) from index {@code at} as an unsigned number. */
  public static long read(Payload from, int at, int count) {
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << 8 | from.at(at + i);
    }
    return value;
  }

  /** Writes the lowest {@code count} bytes (1 to 8) of {@code value} from index {@code at} on. */
  public static void write(byte[] to, int at, long value, int count) {
    for (int i = 0; i < count; i++) {
      to[at + i] = (byte) (value >>> 8 * i);
    }
  }
}
