package io.lorikeet.actors.gateway;

import akka.actor.typed.ActorRef;
import io.lorikeet.actors.gateway.GatewayCommand.Connect;
import io.lorikeet.actors.gateway.GatewayCommand.Disconnect;
import io.lorikeet.actors.gateway.GatewayStatus.Counters;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a gateway is connected now, and what it has counted. Not stored: it is told again soon.
 *
 * <p>Not thread-safe: it belongs to one actor.
 */
final class GatewayLink {

  private final Duration connectedFor;
  private Optional<Connect> current = Optional.empty();
  private Optional<Instant> lastSeen = Optional.empty();
  private OptionalLong roundTripMillis = OptionalLong.empty();
  private Counters counters = Counters.ZERO;

  GatewayLink(Duration connectedFor) {
    this.connectedFor = connectedFor;
  }

  /**
   * Whether downlinks go elsewhere from now on: from another connection, or from one that has taken
   * its leave, as those of a node do that is stopped.
   */
  boolean connect(Connect command) {
    seen(command.at());
    if (command.receivesOnly()) {
      return false;
    }
    boolean moved = current.filter(its -> its.connection().equals(command.connection())).isEmpty();
    current = Optional.of(command);
    return moved;
  }

  void disconnect(Disconnect command) {
    if (current.filter(its -> its.connection().equals(command.connection())).isPresent()) {
      current = Optional.empty();
    }
  }

  /** Whether downlinks go there at present. */
  boolean isBy(ActorRef<GatewayConnection.Command> connection) {
    return current.filter(its -> its.connection().equals(connection)).isPresent();
  }

  Optional<ActorRef<GatewayConnection.Command>> connection(Instant now) {
    return current.filter(its -> its.at().plus(connectedFor).isAfter(now)).map(Connect::connection);
  }

  /** What comes up in place of this entity must not wait for the gateway's next sign of life. */
  void connectAgain() {
    current.ifPresent(its -> its.connection().tell(new GatewayConnection.ConnectAgain()));
  }

  void report(GatewayStatistics more) {
    seen(more.lastSeen());
    if (more.roundTripMillis().isPresent()) {
      roundTripMillis = more.roundTripMillis();
    }
    counters =
        new Counters(
            counters.uplinks() + more.uplinks(),
            counters.badCrc() + more.badCrc(),
            counters.malformed() + more.malformed(),
            counters.rateLimited() + more.rateLimited(),
            counters.downlinksSent(),
            counters.downlinksRefused());
  }

  void sent() {
    count(1, 0);
  }

  void refused() {
    count(0, 1);
  }

  private void count(int sent, int refused) {
    counters =
        new Counters(
            counters.uplinks(),
            counters.badCrc(),
            counters.malformed(),
            counters.rateLimited(),
            counters.downlinksSent() + sent,
            counters.downlinksRefused() + refused);
  }

  private void seen(Instant at) {
    if (lastSeen.isEmpty() || lastSeen.get().isBefore(at)) {
      lastSeen = Optional.of(at);
    }
  }

  GatewayStatus status(Instant now, Map<String, Double> dutyCycleUse) {
    return new GatewayStatus(
        connection(now).isPresent(),
        current.map(Connect::protocol).orElse(""),
        current.map(Connect::remoteAddress).orElse(""),
        lastSeen,
        roundTripMillis,
        dutyCycleUse,
        counters);
  }
}
