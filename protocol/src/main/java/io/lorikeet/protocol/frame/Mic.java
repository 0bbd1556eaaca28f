package io.lorikeet.protocol.frame;

import io.lorikeet.protocol.LittleEndian;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.Cmac;
import io.lorikeet.protocol.key.Aes128Key;

/** The plain signature of join- and rejoin-requests: CMAC over all that stands before it. */
final class Mic {

  static final int SIZE = 4;

  private Mic() {}

  /** Writes the MIC into the last four bytes. */
  static void append(Aes128Key key, byte[] frame) {
    int end = frame.length - SIZE;
    LittleEndian.write(frame, end, Cmac.first4(key, frame, end), SIZE);
  }

  static boolean matches(Aes128Key key, Payload phy) {
    int end = phy.size() - SIZE;
    return Cmac.first4(key, phy.toBytes(), end) == (int) LittleEndian.read(phy, end, SIZE);
  }
}
