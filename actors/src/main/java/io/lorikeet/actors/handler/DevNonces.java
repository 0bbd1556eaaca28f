package io.lorikeet.actors.handler;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.networkserver.LorawanVersion;
import io.lorikeet.protocol.Payload;
import java.util.Arrays;

/**
 * The DevNonces that a device's root keys have seen: a bit for each of the 65,536, as far as the
 * highest, and the one used last.
 *
 * @param bits nonce {@code n} is bit {@code n % 8} of byte {@code n / 8}; at most 8 KiB
 * @param last -1 before the first
 */
public record DevNonces(Payload bits, int last) implements CborSerializable {

  public static final DevNonces NONE = new DevNonces(Payload.empty(), -1);

  boolean contains(int nonce) {
    return nonce / 8 < bits.size() && (bits.at(nonce / 8) & 1 << nonce % 8) != 0;
  }

  /**
   * Whether a join with this nonce is a new one (LoRaWAN 1.0.4, 6.2.5: it counts up; up to 1.0.3,
   * 6.2.4: it was not used before).
   */
  boolean accepts(int nonce, LorawanVersion version) {
    return !contains(nonce) && (!version.countsDevNonce() || nonce > last);
  }

  /** All are kept, whatever the version: a device may be registered with another one later. */
  DevNonces with(int nonce) {
    var more = Arrays.copyOf(bits.toBytes(), Math.max(bits.size(), nonce / 8 + 1));
    more[nonce / 8] |= (byte) (1 << nonce % 8);
    return new DevNonces(Payload.of(more), nonce);
  }
}
