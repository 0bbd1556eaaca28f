package io.lorikeet.gatewaybridge.semtech;

import akka.actor.typed.ActorRef;
import io.lorikeet.actors.gateway.GatewayConnection;
import io.lorikeet.protocol.id.GatewayEui;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Where the reader finds a gateway's connection without asking an actor. {@link SemtechGateways}
 * alone adds and removes.
 */
final class Connections {

  private record Entry(ActorRef<GatewayConnection.Command> connection, Lane lane) {}

  private final ConcurrentMap<GatewayEui, Entry> entries = new ConcurrentHashMap<>();
  private final SemtechSettings.Socket settings;
  private final Lane all;

  /** To gateways that have no connection yet: all of them share what one may have. */
  private final Lane newcomers;

  Connections(SemtechSettings.Socket settings) {
    this.settings = settings;
    this.all = new Lane(settings.queueTotal());
    this.newcomers = new Lane(settings.queuePerGateway(), all);
  }

  /** Room for one gateway's datagrams. */
  Lane newLane() {
    return new Lane(settings.queuePerGateway(), all);
  }

  Lane newcomers() {
    return newcomers;
  }

  void put(GatewayEui gateway, ActorRef<GatewayConnection.Command> connection, Lane lane) {
    entries.put(gateway, new Entry(connection, lane));
  }

  /** Unless another connection has taken its place. */
  void remove(GatewayEui gateway, ActorRef<GatewayConnection.Command> connection) {
    entries.computeIfPresent(
        gateway, (eui, entry) -> entry.connection.equals(connection) ? null : entry);
  }

  boolean contains(GatewayEui gateway) {
    return entries.containsKey(gateway);
  }

  int size() {
    return entries.size();
  }

  /**
   * Passes a datagram to the gateway's connection, or to {@code gateways} when it has none yet.
   *
   * @return whether there was room for it
   */
  boolean offer(GatewayEui gateway, Datagram datagram, ActorRef<SemtechGateways.Command> gateways) {
    var entry = entries.get(gateway);
    if (entry == null) {
      if (!newcomers.claim(datagram.bytes().length)) {
        return false;
      }
      gateways.tell(new SemtechGateways.Open(gateway, datagram));
      return true;
    }
    if (!entry.lane.claim(datagram.bytes().length)) {
      return false;
    }
    entry.connection.tell(datagram);
    return true;
  }
}
