package io.lorikeet.gatewaybridge.semtech;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import io.lorikeet.actors.Meters;
import io.lorikeet.actors.router.UplinkRouter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Semtech's UDP packet forwarder protocol, versions 1 and 2: gateways' datagrams in, the network's
 * messages out, and back.
 */
public final class SemtechBridge {

  private static final Logger LOG = LoggerFactory.getLogger(SemtechBridge.class);

  /** Longer than any connection takes to let go of what it holds. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(8);

  private final ActorSystem<?> system;
  private final UdpServer server;
  private final InetSocketAddress address;
  private final ActorRef<SemtechGateways.Command> gateways;

  private SemtechBridge(
      ActorSystem<?> system,
      UdpServer server,
      InetSocketAddress address,
      ActorRef<SemtechGateways.Command> gateways) {
    this.system = system;
    this.server = server;
    this.address = address;
    this.gateways = gateways;
  }

  /**
   * Binds the socket and listens.
   *
   * @param router takes what gateways hear
   * @param gateways reaches the gateways' entities
   * @throws IOException when the address is not ours or the port is taken
   */
  public static SemtechBridge start(
      ActorSystem<?> system,
      SemtechSettings settings,
      UplinkRouter router,
      GatewayPort gateways,
      Clock clock)
      throws IOException {
    var meters = new SemtechMeters(Meters.of(system));
    var server = UdpServer.bind(settings.socket(), clock, meters);
    var random = new SecureRandom();
    var hold = settings.uplinks().hold();
    var admission = new Admission(hold.maxHeldInAll());
    var limit = new ConcurrencyLimit(hold.maxUnderWay(), hold.settleTarget().toMillis());
    var outside =
        new Outside(
            router,
            gateways,
            server,
            clock,
            // Positive, and with room to count upwards for ever.
            () -> random.nextLong() >>> 2,
            admission,
            new SettleTime(),
            limit,
            meters);
    var connections = new Connections(settings.socket());
    var address = server.address();
    var parent =
        system.systemActorOf(
            SemtechGateways.create(settings, outside, connections),
            "semtech-udp-" + address.getPort(),
            Props.empty());
    meters.show(Meters.of(system), admission, limit);
    server.start(connections, parent);
    LOG.info(
        "packet forwarders are heard on {} (receive buffer: {} bytes)",
        address,
        server.receiveBuffer());
    return new SemtechBridge(system, server, address, parent);
  }

  /** Where it listens, with the real port when any free one was asked for. */
  public InetSocketAddress address() {
    return address;
  }

  /**
   * Hands over again, as far as the network takes it, all that has no outcome yet. For the moment
   * in which a node has gone: what it had been given is lost, and what comes now waits for its
   * successor.
   */
  public void handOverAgain() {
    gateways.tell(new SemtechGateways.HandOverAgain());
  }

  /** Closes the socket, then lets the network settle what it has been given, for a few seconds. */
  public CompletionStage<Done> stop() {
    server.close();
    return AskPattern.ask(gateways, SemtechGateways.Stop::new, STOP_TIMEOUT, system.scheduler());
  }
}
