package io.lorikeet.gatewaybridge.semtech;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The address that speaks for a gateway. Another one is heard only after the session's time-out;
 * the port may change at any time, as address translation does.
 */
final class SourcePin {

  private final SemtechSettings.Session settings;
  private Optional<InetAddress> address = Optional.empty();
  private long heardAt;

  SourcePin(SemtechSettings.Session settings) {
    this.settings = settings;
  }

  boolean admits(InetSocketAddress source, long nowMillis) {
    return !settings.pinSource()
        || address.isEmpty()
        || address.get().equals(source.getAddress())
        || nowMillis - heardAt >= settings.timeout().toMillis();
  }

  /** Something sensible came from there. */
  void heard(InetSocketAddress source, long nowMillis) {
    address = Optional.of(source.getAddress());
    heardAt = nowMillis;
  }

  long heardAt() {
    return heardAt;
  }
}
