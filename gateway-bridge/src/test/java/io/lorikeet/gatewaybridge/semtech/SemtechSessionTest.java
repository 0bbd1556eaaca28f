package io.lorikeet.gatewaybridge.semtech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.gateway.GatewayCommand.Reason;
import io.lorikeet.actors.gateway.GatewayConnection.Transmit;
import io.lorikeet.protocol.id.GatewayEui;
import java.io.IOException;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SemtechSessionTest {

  private static final Duration SOON = Duration.ofSeconds(1);

  private Rig rig;

  private void start(String overrides) throws IOException {
    rig = new Rig(overrides);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void anotherAddressIsNotHeardWhileTheGatewayIs() throws IOException {
    start("");
    var connection = rig.online();
    try (var thief = new Forwarder(rig.bridge.address(), "127.0.0.2")) {
      thief.pull(Rig.GATEWAY);
      thief.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
      rig.awaitCount(DropReason.SOURCE_PINNED, 3);

      connection.tell(new Transmit(rig.downlink(1, SOON), rig.transmitted.ref()));

      rig.forwarder.receive(rig.forwarder.down);
      assertThat(Forwarder.silent(thief.down)).isTrue();
      rig.uplinks.expectNoMessage();
    }
  }

  @Test
  void aGatewayMayMoveWhenItsSessionHasEnded() throws IOException {
    start("");
    var connection = rig.online();
    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
    rig.uplinks.receiveMessage(); // all that was sent has been stamped before time passes
    try (var moved = new Forwarder(rig.bridge.address(), "127.0.0.2")) {
      rig.clock.advance(Duration.ofSeconds(59));
      moved.pull(Rig.GATEWAY);
      rig.awaitCount(DropReason.SOURCE_PINNED, 2);
      rig.clock.advance(Duration.ofSeconds(1));
      moved.pull(Rig.GATEWAY);
      rig.awaitConnectedAt("127.0.0.2:" + moved.down.getLocalPort());

      connection.tell(new Transmit(rig.downlink(1, SOON), rig.transmitted.ref()));

      moved.receive(moved.down);
      rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
      rig.awaitCount(DropReason.SOURCE_PINNED, 3);
    }
  }

  @Test
  void aGatewayMayMoveAtAnyTimeWhereThatIsAllowed() throws IOException {
    start("session.pin-source = off");
    var connection = rig.online();
    try (var moved = new Forwarder(rig.bridge.address(), "127.0.0.2")) {
      moved.pull(Rig.GATEWAY);

      connection.tell(new Transmit(rig.downlink(1, SOON), rig.transmitted.ref()));

      moved.receive(moved.down);
    }
  }

  @Test
  void thePortMayChangeAtAnyTime() throws IOException {
    start("");
    var connection = rig.online();
    try (var rebound = new Forwarder(rig.bridge.address())) {
      rebound.pull(Rig.GATEWAY);

      connection.tell(new Transmit(rig.downlink(1, SOON), rig.transmitted.ref()));

      rebound.receive(rebound.down);
      assertThat(Forwarder.silent(rig.forwarder.down)).isTrue();
    }
  }

  @Test
  void aDownlinkNeverGoesToWherePacketsComeFrom() throws IOException {
    start("");
    var connection = rig.online();
    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
    rig.uplinks.receiveMessage();

    connection.tell(new Transmit(rig.downlink(1, SOON), rig.transmitted.ref()));

    rig.forwarder.receive(rig.forwarder.down);
    assertThat(Forwarder.silent(rig.forwarder.up)).isTrue();
  }

  @Test
  void theGatewaysEntityHearsOfItEveryTenSecondsAtMost() throws IOException {
    start("");
    rig.online();
    rig.forwarder.pull(Rig.GATEWAY);
    rig.gateway.expectNoMessage();

    rig.clock.advance(Duration.ofSeconds(10));
    rig.forwarder.pull(Rig.GATEWAY);

    rig.connected();
    rig.gateway.expectNoMessage();
  }

  @Test
  void aGatewayThatComesBackIsConnectedAtOnce() throws IOException {
    start("session { path-timeout = 5 s, connect-interval = 1 h }");
    rig.sync(rig.online());
    rig.pass(Duration.ofSeconds(10));
    rig.gateway.expectMessageClass(GatewayCommand.Disconnect.class);
    rig.gateway.expectMessageClass(GatewayCommand.ReportStatistics.class);

    rig.forwarder.pull(Rig.GATEWAY);

    rig.connected();
  }

  @Test
  void aConnectionGoneSilentIsGivenUpAndANewOneOpens() throws IOException {
    start("");
    var connection = rig.online();

    rig.pass(Duration.ofMinutes(10));

    rig.kit.createTestProbe().expectTerminated(connection, Duration.ofSeconds(10));
    rig.forwarder.pull(Rig.GATEWAY);
    var next =
        (GatewayCommand.Connect)
            rig.gateway
                .fishForMessage(
                    Duration.ofSeconds(5),
                    command ->
                        command instanceof GatewayCommand.Connect
                            ? FishingOutcomes.complete()
                            : FishingOutcomes.continueAndIgnore())
                .get(0);
    assertThat(next.connection()).isNotEqualTo(connection);
  }

  @Test
  void aConnectionThatNobodyRegisteredIsGivenUpSoon() throws IOException {
    start("");
    rig.forwarder.pull(Rig.GATEWAY);
    var connect = rig.gateway.expectMessageClass(GatewayCommand.Connect.class);
    connect.replyTo().tell(new GatewayCommand.Refused(Reason.NOT_REGISTERED));
    rig.sync(connect.connection());

    rig.pass(Duration.ofSeconds(90));

    rig.kit.createTestProbe().expectTerminated(connect.connection(), Duration.ofSeconds(10));
  }

  @Test
  void onlySoManyNewGatewaysAreTakenAtOnce() throws IOException {
    start("new-gateways-burst = 2\nnew-gateways-per-second = 1");
    for (int eui = 0; eui < 4; eui++) {
      rig.forwarder.pull(new GatewayEui(eui));
    }

    rig.gateway.receiveSeveralMessages(2);
    rig.awaitCount(DropReason.GATEWAY_LIMIT, 4);
    rig.clock.advance(Duration.ofSeconds(1));
    rig.forwarder.pull(new GatewayEui(9));
    rig.gateway.receiveMessage();
  }

  @Test
  void noMoreGatewaysAreTakenThanAllowed() throws IOException {
    start("max-gateways = 1");
    rig.online();

    rig.forwarder.pull(new GatewayEui(9));

    rig.awaitCount(DropReason.GATEWAY_LIMIT, 2);
    rig.gateway.expectNoMessage();
  }

  @Test
  void whatFindsNoRoomIsAcknowledgedAndDropped() throws IOException {
    start("queue-per-gateway = 500");
    rig.online();

    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK, Rig.RXPK, Rig.RXPK));
    rig.awaitCount(DropReason.OVERLOADED, 1);
    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));

    rig.uplinks.receiveMessage();
    rig.uplinks.expectNoMessage();
  }

  @Test
  void eachTypeOfDatagramIsCounted() throws IOException {
    start("");
    rig.online();
    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
    rig.forwarder.ack(Rig.GATEWAY, new byte[] {2, 1, 2, 3}, "");
    rig.passBack();
    rig.awaitCount(DropReason.UNKNOWN_TOKEN, 1);

    assertThat(rig.datagrams("pull_data")).isEqualTo(2);
    assertThat(rig.datagrams("push_data")).isEqualTo(1);
    assertThat(rig.datagrams("tx_ack")).isEqualTo(1);
  }

  @Test
  void aDatagramThatMakesNoSenseOpensNothing() throws IOException {
    start("");
    rig.forwarder.push(Rig.GATEWAY, "{\"rxpk\"");
    rig.forwarder.ack(Rig.GATEWAY, new byte[] {2, 1, 2, 3}, "");

    rig.awaitCount(DropReason.BAD_JSON, 1);
    rig.awaitCount(DropReason.UNKNOWN_TOKEN, 1);
    rig.gateway.expectNoMessage();
  }

  @Test
  void aPortThatIsTakenIsSaidAtStart() throws IOException {
    start("");
    var settings = SemtechSettings.from(Rig.config("port = " + rig.bridge.address().getPort()));

    assertThatThrownBy(
            () ->
                SemtechBridge.start(
                    rig.kit.system(),
                    settings,
                    frame -> {},
                    (gateway, command) -> {},
                    Clock.systemUTC()))
        .isInstanceOf(BindException.class);
  }
}
