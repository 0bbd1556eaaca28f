package io.lorikeet.simulator.load;

import io.lorikeet.protocol.Payload;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What makes an uplink known again at the other end, whatever a network writes around it: the first
 * eight bytes of its payload.
 *
 * @param run tells this run from those before
 * @param number of the uplink in the run, from 0
 */
record Tag(int run, int number) {

  static final int SIZE = 8;

  /** A payload of {@code size} bytes that begins with this tag. */
  Payload payload(int size) {
    return Payload.of(ByteBuffer.allocate(size).putInt(run).putInt(number).array());
  }

  static Optional<Tag> of(byte[] payload) {
    if (payload.length < SIZE) {
      return Optional.empty();
    }
    var bytes = ByteBuffer.wrap(payload);
    return Optional.of(new Tag(bytes.getInt(), bytes.getInt()));
  }
}
