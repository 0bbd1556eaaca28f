package io.lorikeet.gatewaybridge.semtech;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.gateway.GatewayCommand.Reason;
import io.lorikeet.actors.router.Location;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.protocol.id.GatewayEui;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SemtechUplinkTest {

  private static final Location ROOF = new Location(52, 4, 30, Location.Source.REGISTRY);

  private Rig rig;

  private void start(String overrides) throws IOException {
    rig = new Rig(overrides);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void aFrameIsStampedAndGoesToTheNetworkOnceItIsKnownWhoseGatewayItIs() throws IOException {
    start("");
    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
    var connect = rig.gateway.expectMessageClass(GatewayCommand.Connect.class);
    rig.uplinks.expectNoMessage();

    assertThat(connect.protocol()).isEqualTo("semtech-udp");
    assertThat(connect.remoteAddress()).isEqualTo("127.0.0.1:" + rig.forwarder.up.getLocalPort());
    connect.replyTo().tell(new GatewayCommand.Connected("roof", "EU_863_870", Optional.of(ROOF)));

    var frame = rig.uplinks.receiveMessage();
    assertThat(frame.phy()).hasToString("402c1a0b26800000012d3bf047286bbafedd");
    assertThat(frame.reception())
        .isEqualTo(
            new Reception(
                Rig.GATEWAY,
                "roof",
                10_504_446,
                Rig.START,
                new Reception.Signal(-50, 9),
                new Reception.Path(5, 1, 0),
                new Reception.Fix(Optional.empty(), OptionalLong.empty(), Optional.of(ROOF))));
  }

  @Test
  void aGatewayWithoutARegisteredPlaceIsWhereItSays() throws IOException {
    start("");
    rig.online();
    rig.forwarder.push(
        Rig.GATEWAY,
        "{\"stat\":{\"lati\":10.5,\"long\":-20.25,\"alti\":7},\"rxpk\":[" + Rig.RXPK + "]}");

    assertThat(rig.uplinks.receiveMessage().reception().fix().location())
        .contains(new Location(10.5, -20.25, 7, Location.Source.GPS));
  }

  @Test
  void allPacketsOfADatagramGoUpWithIdsOfTheirOwn() throws IOException {
    start("");
    rig.online();

    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK, Rig.rxpk("AQ", 1), Rig.RXPK));

    long first = rig.uplinks.receiveMessage().receptionId();
    assertThat(rig.uplinks.receiveMessage().receptionId()).isEqualTo(first + 1);
    assertThat(rig.uplinks.receiveMessage().receptionId()).isEqualTo(first + 2);
  }

  @Test
  void framesOfAnUnknownGatewayAreDroppedAndItIsAskedForAgainLater() throws IOException {
    start("");
    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
    var connect = rig.gateway.expectMessageClass(GatewayCommand.Connect.class);
    connect.replyTo().tell(new GatewayCommand.Refused(Reason.NOT_REGISTERED));
    rig.awaitCount(DropReason.UNKNOWN_GATEWAY, 1);

    rig.clock.advance(Duration.ofSeconds(29));
    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
    rig.awaitCount(DropReason.UNKNOWN_GATEWAY, 2);
    rig.gateway.expectNoMessage();

    rig.clock.advance(Duration.ofSeconds(1));
    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
    rig.connected();
    rig.awaitCount(DropReason.UNKNOWN_GATEWAY, 3);
    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
    assertThat(rig.uplinks.receiveMessage().reception().gatewayId()).isEqualTo("roof");
  }

  @Test
  void noMoreFramesWaitThanAllowed() throws IOException {
    start("uplinks.max-waiting = 2");
    rig.forwarder.push(
        Rig.GATEWAY, Rig.push(Collections.nCopies(5, Rig.RXPK).toArray(String[]::new)));
    rig.awaitCount(DropReason.OVERLOADED, 3);

    rig.connected();

    rig.uplinks.receiveSeveralMessages(2);
    rig.uplinks.expectNoMessage();
  }

  @Test
  void aLostQuestionIsAskedAgainWhileFramesWait() throws IOException {
    start("");
    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
    rig.gateway.expectMessageClass(GatewayCommand.Connect.class);

    rig.pass(Duration.ofSeconds(10));
    rig.connected();

    rig.uplinks.receiveMessage();
  }

  @Test
  void aFrameIsHandedOverAgainUnchangedUntilItIsSettled() throws IOException {
    start("");
    var connection = rig.online();
    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
    var frame = rig.uplinks.receiveMessage();
    rig.sync(connection);

    rig.pass(Duration.ofMillis(750));
    rig.uplinks.expectNoMessage();
    rig.pass(Duration.ofMillis(250));
    rig.uplinks.expectMessage(frame);
    rig.pass(Duration.ofMillis(1750));
    rig.uplinks.expectNoMessage();
    rig.pass(Duration.ofMillis(250));
    rig.uplinks.expectMessage(frame);
    rig.settle(frame);
    rig.sync(connection);
    rig.pass(Duration.ofSeconds(20));
    rig.uplinks.expectNoMessage();
  }

  @Test
  void aFrameThatIsNeverSettledIsGivenUp() throws IOException {
    start("");
    var connection = rig.online();
    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
    rig.uplinks.receiveMessage();
    rig.sync(connection);

    rig.pass(Duration.ofMillis(119_750));
    rig.uplinks.receiveMessage();
    rig.pass(Duration.ofMillis(250));

    rig.awaitCount(DropReason.UNACKNOWLEDGED, 1);
    rig.pass(Duration.ofSeconds(10));
    rig.uplinks.expectNoMessage();
  }

  @Test
  void noMoreFramesAreHeldThanAllowed() throws IOException {
    start("uplinks.max-held = 3");
    rig.online();

    rig.forwarder.push(
        Rig.GATEWAY, Rig.push(Collections.nCopies(5, Rig.RXPK).toArray(String[]::new)));

    rig.awaitCount(DropReason.OVERLOADED, 2);
    rig.uplinks.receiveSeveralMessages(3).forEach(rig::settle);
    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
    rig.uplinks.receiveMessage();
  }

  @Test
  void whatIsMoreThanTheNetworkCarriesWaitsAndTheNewestFollows() throws IOException {
    start("uplinks.max-under-way = 1");
    rig.online();
    rig.forwarder.push(
        Rig.GATEWAY,
        Rig.push(
            Rig.rxpk("QAEBAQGAAAABLTvwRyhruv7d", 18),
            Rig.rxpk("QAICAgKAAAABLTvwRyhruv7d", 18),
            Rig.rxpk("QAMDAwOAAAABLTvwRyhruv7d", 18)));
    var first = rig.uplinks.receiveMessage();
    rig.uplinks.expectNoMessage();

    rig.settle(first);
    var next = rig.uplinks.receiveMessage();
    rig.settle(next);
    var last = rig.uplinks.receiveMessage();

    assertThat(List.of(first, next, last))
        .extracting(its -> its.phy().at(1))
        .containsExactly(1, 3, 2);
  }

  @Test
  void aGatewayThatTalksTooMuchIsHeardAtItsRate() throws IOException {
    start("uplinks { rate = 2, burst = 3 }");
    rig.online();

    for (int i = 0; i < 5; i++) {
      rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
    }
    rig.awaitCount(DropReason.RATE_LIMITED, 2);
    rig.uplinks.receiveSeveralMessages(3).forEach(rig::settle);

    rig.clock.advance(Duration.ofMillis(500));
    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
    rig.awaitCount(DropReason.RATE_LIMITED, 3);
    rig.uplinks.receiveMessage();
    rig.uplinks.expectNoMessage();
  }

  @Test
  void oneGatewaysRateDoesNotConcernAnother() throws IOException {
    start("uplinks { rate = 1, burst = 1 }");
    rig.online();
    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
    rig.uplinks.receiveMessage();
    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
    rig.awaitCount(DropReason.RATE_LIMITED, 1);

    rig.forwarder.push(new GatewayEui(1), Rig.push(Rig.RXPK));
    rig.connected();

    assertThat(rig.uplinks.receiveMessage().reception().gateway()).isEqualTo(new GatewayEui(1));
  }

  @Test
  void aDatagramThatTheNetworkDoubledCountsOnce() throws IOException {
    start("");
    rig.online();
    var datagram =
        rig.forwarder.datagram(2, SemtechHeader.PUSH_DATA, Rig.GATEWAY, Rig.push(Rig.RXPK));

    rig.forwarder.push(datagram);
    rig.forwarder.push(datagram);
    rig.awaitCount(DropReason.DUPLICATE, 1);
    rig.settle(rig.uplinks.receiveMessage());
    rig.clock.advance(Duration.ofSeconds(7));
    rig.forwarder.push(datagram);

    rig.uplinks.receiveMessage();
    rig.uplinks.expectNoMessage();
  }

  @Test
  void packetsWithABadCrcAreDroppedAndReported() throws IOException {
    start("");
    rig.online();
    rig.forwarder.push(
        Rig.GATEWAY, Rig.push(Rig.RXPK.replace("\"stat\":1", "\"stat\":-1"), Rig.RXPK));
    rig.uplinks.receiveMessage();
    rig.forwarder.push(Rig.GATEWAY, "{\"rxpk\"");
    rig.awaitCount(DropReason.BAD_CRC, 1);
    rig.awaitCount(DropReason.BAD_JSON, 1);

    rig.pass(Duration.ofSeconds(10));

    var statistics =
        rig.gateway.expectMessageClass(GatewayCommand.ReportStatistics.class).statistics();
    assertThat(statistics.uplinks()).isEqualTo(1);
    assertThat(statistics.badCrc()).isEqualTo(1);
    assertThat(statistics.malformed()).isEqualTo(1);
    assertThat(statistics.lastSeen()).isEqualTo(Rig.START);
    rig.pass(Duration.ofSeconds(10));
    rig.gateway.expectNoMessage();
  }

  @Test
  void idsBeginElsewhereInEachConnection() throws IOException {
    start("");
    rig.online();
    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
    long one = rig.uplinks.receiveMessage().receptionId();
    rig.forwarder.push(new GatewayEui(1), Rig.push(Rig.RXPK));
    rig.connected();
    long other = rig.uplinks.receiveMessage().receptionId();

    assertThat(Math.abs(one - other)).isGreaterThan(1000);
  }

  @Test
  void aBridgeThatStopsWaitsForWhatIsHeld() throws IOException {
    start("");
    GatewayCommand.Connect connect = connect();
    rig.forwarder.push(Rig.GATEWAY, Rig.push(Rig.RXPK));
    var frame = rig.uplinks.receiveMessage();

    var stopped = rig.bridge.stop().toCompletableFuture();
    assertThat(rig.gateway.expectMessageClass(GatewayCommand.Disconnect.class).connection())
        .isEqualTo(connect.connection());
    assertThat(stopped).isNotDone();
    rig.settle(frame);

    assertThat(stopped.join()).isNotNull();
    rig.kit.createTestProbe().expectTerminated(connect.connection(), Duration.ofSeconds(10));
  }

  private GatewayCommand.Connect connect() throws IOException {
    rig.forwarder.pull(Rig.GATEWAY);
    return rig.connected();
  }
}
