package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.Direction;
import java.util.OptionalInt;

/** How long commands are: they do not say it themselves. */
final class MacCommandLength {

  private static final int FILTER_LIST = 0x42;

  private MacCommandLength() {}

  /**
   * Bytes after the first of the command at {@code at}; empty if nobody knows it, or if the bytes
   * that would say it are missing.
   */
  static OptionalInt of(Direction direction, Payload commands, int at) {
    int cid = commands.at(at);
    if (direction == Direction.DOWN && cid == FILTER_LIST) {
      // The only one of variable length: the lowest five bits count the bytes of an EUI prefix.
      return at + 1 < commands.size()
          ? OptionalInt.of(2 + (commands.at(at + 1) & 0x1f))
          : OptionalInt.empty();
    }
    int length = direction == Direction.UP ? up(cid) : down(cid);
    return length < 0 ? OptionalInt.empty() : OptionalInt.of(length);
  }

  private static int up(int cid) {
    return switch (cid) {
      case 0x02, 0x04, 0x08, 0x09, 0x0c, 0x0d, 0x12, 0x43, 0x45 -> 0;
      case 0x01, 0x03, 0x05, 0x07, 0x0a, 0x0b, 0x0f, 0x10, 0x11, 0x13, 0x20, 0x40, 0x41, 0x42 -> 1;
      case 0x06 -> 2;
      case 0x44 -> 5;
      case 0x46 -> 6;
      default -> -1;
    };
  }

  private static int down(int cid) {
    return switch (cid) {
      case 0x06, 0x10 -> 0;
      case 0x01, 0x04, 0x08, 0x09, 0x0b, 0x0c, 0x0f, 0x20, 0x44 -> 1;
      case 0x02, 0x0e -> 2;
      case 0x12, 0x13 -> 3;
      case 0x03, 0x05, 0x0a, 0x11 -> 4;
      case 0x07, 0x0d, 0x40, 0x45 -> 5;
      case 0x41 -> 6;
      case 0x43 -> 26;
      default -> -1;
    };
  }
}
