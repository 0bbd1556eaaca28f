package io.lorikeet.gatewaybridge.semtech;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Recognises a datagram that the network delivered twice. Two generations of digests: a datagram is
 * remembered for at least the window, unless more come than the limit, and at most for two.
 */
final class DuplicateFilter {

  private static final int LIMIT = 4096;

  private final long windowMillis;
  private Set<Long> current = new HashSet<>();
  private Set<Long> previous = new HashSet<>();
  private long startedAt;

  DuplicateFilter(Duration window) {
    this.windowMillis = window.toMillis();
  }

  /** Whether this very datagram has been seen; remembers it when not. */
  boolean seen(byte[] datagram, long nowMillis) {
    if (nowMillis - startedAt > windowMillis || current.size() >= LIMIT) {
      boolean stale = nowMillis - startedAt > 2 * windowMillis;
      previous = stale ? new HashSet<>() : current;
      current = new HashSet<>();
      startedAt = nowMillis;
    }
    long digest = digest(datagram);
    return previous.contains(digest) || !current.add(digest);
  }

  /** Two different datagrams must have the token and the length in common to be mixed up at all. */
  private static long digest(byte[] datagram) {
    var crc = new CRC32C();
    crc.update(datagram);
    return crc.getValue() << 32
        | (long) SemtechHeader.token(datagram) << 16
        | datagram.length & 0xffffL;
  }
}
