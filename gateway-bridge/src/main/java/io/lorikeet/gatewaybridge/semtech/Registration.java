package io.lorikeet.gatewaybridge.semtech;

import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.gateway.GatewayCommand.Connected;
import io.lorikeet.actors.gateway.GatewayCommand.Refused;
import java.util.Optional;

/** What is known of whose gateway this is, and when to ask. */
final class Registration {

  private final SemtechSettings.Session settings;
  private Optional<Connected> connected = Optional.empty();
  private boolean refused;
  private boolean asked;
  private long askedAt;

  Registration(SemtechSettings.Session settings) {
    this.settings = settings;
  }

  Optional<Connected> connected() {
    return connected;
  }

  boolean refused() {
    return refused;
  }

  /** Whether the gateway's entity should hear of the connection now. */
  boolean due(long nowMillis) {
    var interval = refused ? settings.unknownRetry() : settings.connectInterval();
    return !asked || nowMillis - askedAt >= interval.toMillis();
  }

  void asked(long nowMillis) {
    asked = true;
    askedAt = nowMillis;
  }

  /** The entity was told that the connection is gone: it must hear of its return at once. */
  void disconnected() {
    asked = false;
  }

  void answered(GatewayCommand.Reply reply) {
    if (reply instanceof Connected yes) {
      connected = Optional.of(yes);
      refused = false;
    } else if (reply instanceof Refused) {
      connected = Optional.empty();
      refused = true;
    }
  }
}
