package io.lorikeet.gatewaybridge.semtech;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The address that speaks for a gateway. Another one is heard only after the session's time-out;
 * the port may change at any time, as address translation does.
 */
final class SourcePin {

  private final SemtechSettings.Session settings;
  private Optional<InetSocketAddress> source = Optional.empty();
  private long heardAt;

  SourcePin(SemtechSettings.Session settings) {
    this.settings = settings;
  }

  boolean admits(InetSocketAddress from, long nowMillis) {
    return !settings.pinSource()
        || source.isEmpty()
        || source.get().getAddress().equals(from.getAddress())
        || nowMillis - heardAt >= settings.timeout().toMillis();
  }

  /** Something sensible came from there. */
  void heard(InetSocketAddress from, long nowMillis) {
    source = Optional.of(from);
    heardAt = nowMillis;
  }

  /** Where the gateway was last heard from. */
  Optional<InetSocketAddress> source() {
    return source;
  }

  long heardAt() {
    return heardAt;
  }
}
