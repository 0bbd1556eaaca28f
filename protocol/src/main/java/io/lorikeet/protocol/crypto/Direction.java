package io.lorikeet.protocol.crypto;

/** Which way a frame goes; part of every signature and every key stream. */
public enum Direction {
  /** From a device. */
  UP,
  /** To a device. */
  DOWN
}
