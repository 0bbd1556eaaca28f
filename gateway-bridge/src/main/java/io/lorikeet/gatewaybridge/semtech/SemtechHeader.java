package io.lorikeet.gatewaybridge.semtech;

import io.lorikeet.protocol.id.GatewayEui;
import java.util.Optional;

/**
 * The twelve bytes with which each datagram of a gateway begins: version, token (2, opaque), type,
 * EUI (8, big-endian).
 */
final class SemtechHeader {

  static final int LENGTH = 12;

  /** Version, token and type: all that an acknowledgement has. */
  static final int ACK_LENGTH = 4;

  static final int PUSH_DATA = 0;
  static final int PUSH_ACK = 1;
  static final int PULL_DATA = 2;
  static final int PULL_RESP = 3;
  static final int PULL_ACK = 4;
  static final int TX_ACK = 5;

  private static final int EUI_OFFSET = 4;

  private SemtechHeader() {}

  /** Why {@code bytes} is nothing that a gateway says; empty when its header is good. */
  static Optional<DropReason> defect(byte[] bytes) {
    if (bytes.length < ACK_LENGTH) {
      return Optional.of(DropReason.TOO_SHORT);
    }
    if (bytes[0] != 1 && bytes[0] != 2) {
      return Optional.of(DropReason.UNSUPPORTED_VERSION);
    }
    if (bytes[3] != PUSH_DATA && bytes[3] != PULL_DATA && bytes[3] != TX_ACK) {
      return Optional.of(DropReason.UNEXPECTED_TYPE);
    }
    return bytes.length < LENGTH ? Optional.of(DropReason.TOO_SHORT) : Optional.empty();
  }

  static int version(byte[] bytes) {
    return bytes[0];
  }

  /** The two bytes as they came, first byte high: only ever compared and echoed. */
  static int token(byte[] bytes) {
    return (bytes[1] & 0xff) << 8 | bytes[2] & 0xff;
  }

  static int type(byte[] bytes) {
    return bytes[3];
  }

  static GatewayEui gateway(byte[] bytes) {
    long value = 0;
    for (int i = EUI_OFFSET; i < LENGTH; i++) {
      value = value << 8 | bytes[i] & 0xff;
    }
    return new GatewayEui(value);
  }
}
