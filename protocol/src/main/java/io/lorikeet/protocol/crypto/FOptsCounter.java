package io.lorikeet.protocol.crypto;

/** The counter a 1.1 frame is counted by, as far as the encryption of its FOpts depends on it. */
public enum FOptsCounter {
  F_CNT_UP(Direction.UP, 1),
  N_F_CNT_DOWN(Direction.DOWN, 1),
  A_F_CNT_DOWN(Direction.DOWN, 2);

  private final Direction direction;
  private final int label;

  FOptsCounter(Direction direction, int label) {
    this.direction = direction;
    this.label = label;
  }

  Direction direction() {
    return direction;
  }

  /** Byte 4 of the block, as the errata of 1.1 have it. */
  int label() {
    return label;
  }
}
