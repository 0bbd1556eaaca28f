package io.lorikeet.simulator.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.protocol.mac.GpsTime;
import io.lorikeet.protocol.radio.Fsk;
import io.lorikeet.protocol.radio.LoRa;
import io.lorikeet.protocol.region.Region;
import io.lorikeet.simulator.EventLoop;
import io.lorikeet.simulator.FakeNetwork;
import io.lorikeet.simulator.Recorder;
import io.lorikeet.simulator.SimulatedTime;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedGatewayTest {

  private static final GatewayEui EUI = GatewayEui.parse("aa555a0000000001");
  private static final Payload PHY = Payload.ofHex("40da1b0126800100011e0804c42eecaa5657");
  private static final long SECOND = 1_000_000;

  private final Recorder<FakeNetwork.Heard> heard = new Recorder<>(100);
  private final FakeNetwork network = new FakeNetwork(heard::add);
  private final EventLoop loop = EventLoop.start(SimulatedTime.faster(10));
  private final GatewaySettings settings =
      GatewaySettings.of(EUI, network.address()).withClock(new ConcentratorClock(1000, 0));

  @AfterEach
  void stop() {
    loop.close();
    network.close();
  }

  @Test
  void reportsWhatItHearsWithTheConcentratorsTime() {
    var gateway = start(settings);
    gateway.receive(
        new Reception(5_000_000_000L, 868_300_000, LoRa.of(12, 125_000), -97.4f, -12.3f, PHY));
    gateway.receive(new Reception(6_000_000_000L, 868_800_000, new Fsk(50_000), -50, 0, PHY));

    await().until(() -> heard.total() == 2);
    assertThat(heard.list())
        .containsExactly(
            new FakeNetwork.Heard(network, EUI, 5_001_000, 868_300_000, "SF12BW125", PHY),
            new FakeNetwork.Heard(network, EUI, 6_001_000, 868_800_000, "50000", PHY));
    await().until(() -> gateway.counters().pushAcks() == 2);
  }

  @Test
  void movesToAnotherAddressAndTellsWhoTookWhat() {
    var taken = new Recorder<InetSocketAddress>(10);
    try (var other = new FakeNetwork(heard::add)) {
      var gateway =
          SimulatedGateway.start(
              loop, settings, Air.empty(), (reception, server) -> taken.add(server));
      var reception = new Reception(0, 868_300_000, LoRa.of(12, 125_000), -97, -12, PHY);
      gateway.receive(reception);
      await().until(() -> taken.total() == 1);

      gateway.connectTo(other.address());
      gateway.receive(reception);

      await().until(() -> taken.total() == 2);
      assertThat(taken.list()).containsExactly(network.address(), other.address());
      assertThat(heard.list().get(1).network()).isSameAs(other);
    }
  }

  @Test
  void writesTheJsonOfAPacketForwarder() {
    var reception =
        new Reception(0, 868_300_000, LoRa.of(7, 125_000), -97.4f, -12.3f, Payload.ofHex("0102"));

    assertThat(Upstream.rxpk(reception, 4_294_967_295L, OptionalLong.empty()))
        .isEqualTo(
            "{\"rxpk\":[{\"tmst\":4294967295,\"chan\":5,\"rfch\":0,\"freq\":868.300000,"
                + "\"stat\":1,\"modu\":\"LORA\",\"datr\":\"SF7BW125\",\"codr\":\"4/5\","
                + "\"lsnr\":-12.3,\"rssi\":-97,\"size\":2,\"data\":\"AQI=\"}]}");
    assertThat(Upstream.rxpk(reception, 7, OptionalLong.of(1_400_000_000_123L)))
        .startsWith("{\"rxpk\":[{\"tmst\":7,\"tmms\":1400000000123,");
  }

  @Test
  void sendsAtATimeOfGpsIfItKnowsIt() {
    var gateway = start(settings.withClock(new ConcentratorClock(0, 0, true)));
    var at = loop.time().instant().plusSeconds(20).truncatedTo(ChronoUnit.MILLIS);
    network.pullResp(EUI, txpk("\"tmms\":" + GpsTime.of(at).toMillis(), 868.1, 14));

    await().until(() -> gateway.emissions().size() == 1);
    assertThat(loop.time().instantAt(gateway.emissions().get(0).startNanos())).isEqualTo(at);
    assertThat(lastError()).isEmpty();
  }

  @Test
  void theCounterWrapsAndRunsAtItsOwnSpeed() {
    var clock = new ConcentratorClock(0xffff_ffffL, 10);

    assertThat(clock.tmst(0)).isEqualTo(0xffff_ffffL);
    assertThat(clock.tmst(1000_000_000L)).isEqualTo(SECOND + 10 - 1);
    assertThat(clock.ahead(5 * SECOND, 0)).isEqualTo(5 * (int) SECOND + 1);
    assertThat(clock.nanosAt(SECOND + 9, 0)).isEqualTo(1_000_000_000L);
  }

  @Test
  void sendsAcrossTheWrapOfItsCounter() {
    var gateway = start(settings.withClock(new ConcentratorClock(0xffff_ffffL - SECOND, 0)));
    network.pullResp(EUI, txpk("\"tmst\":" + 3 * SECOND, 868.1, 14));

    await().until(() -> gateway.emissions().size() == 1);
    var emission = gateway.emissions().get(0);
    assertThat(emission.startNanos()).isBetween(4_000_001_000L, 4_000_002_000L);
    assertThat(emission.airtimeMicros()).isEqualTo(46_336 + 5_120);
    assertThat(emission.request().phy()).isEqualTo(PHY);
    assertThat(emission.request().invertedIq()).isTrue();
    assertThat(lastError()).isEmpty();
  }

  @Test
  void refusesWhatIsTooLateTooEarlyOrTaken() {
    start(settings);
    answer("\"tmst\":" + (now() + 600 * SECOND), 868.1, 14, "TOO_EARLY");
    answer("\"tmst\":" + (now() - SECOND & 0xffff_ffffL), 868.1, 14, "TOO_EARLY");
    long slot = now() + 30 * SECOND;
    answer("\"tmst\":" + slot, 868.1, 14, "");
    answer("\"tmst\":" + (slot + 20_000), 868.5, 14, "COLLISION_PACKET");
    answer("\"tmst\":" + (slot - 20_000), 868.5, 14, "COLLISION_PACKET");
    answer("\"tmst\":" + (slot + 60_000), 868.5, 14, "");
    answer("\"tmms\":1234567890", 868.1, 14, "GPS_UNLOCKED");
    answer("\"tmst\":" + slot, 600.2, 14, "TX_FREQ");
  }

  @Test
  void refusesWhatComesLessThanItsLeadTimeBefore() {
    var queue = new JitQueue(ForwarderModel.SX1301);
    var emission = emission(0);

    assertThat(queue.refusal(emission, 32_499, false)).contains(TxError.TOO_LATE);
    assertThat(queue.refusal(emission, 32_500, false)).isEmpty();
    assertThat(queue.refusal(emission, 0, true)).isEmpty();
    assertThat(queue.refusal(emission, -1, true)).contains(TxError.TOO_EARLY);
  }

  @Test
  void refusesMoreThanThirtyTwoPackets() {
    var queue = new JitQueue(ForwarderModel.SX1302);
    for (int i = 0; i < 32; i++) {
      queue.add(emission(i * 1_000_000_000L));
    }

    assertThat(queue.refusal(emission(50_000_000_000L), 50_000_000, false))
        .contains(TxError.COLLISION_PACKET);
  }

  @Test
  void theModelsDifferInWhatTheyMakeOfAnOddPower() {
    start(settings.withModel(ForwarderModel.SX1301));
    answer("\"tmst\":" + (now() + 5 * SECOND), 868.1, 15, "TX_POWER");

    assertThat(ForwarderModel.SX1302.power(15)).hasValue(14);
    assertThat(ForwarderModel.SX1302.power(40)).hasValue(27);
    assertThat(ForwarderModel.SX1302.power(-20)).hasValue(-6);
  }

  @Test
  void sendsImmediatePacketsOneAfterTheOther() {
    var gateway = start(settings);
    network.pullResp(EUI, txpk("\"imme\":true", 869.525, 27));
    network.pullResp(EUI, txpk("\"imme\":true", 869.525, 27));

    await().until(() -> gateway.emissions().size() == 2);
    var emissions = gateway.emissions();
    assertThat(emissions.get(1).startNanos()).isGreaterThan(emissions.get(0).endNanos());
    var band = Region.EU868.subBandOf(869_525_000).orElseThrow();
    assertThat(gateway.dutyCycleUse(band)).isEqualTo(2 * 51_456 / 3.6e9);
  }

  @Test
  void saysNothingToWhatItCannotRead() {
    var gateway = start(settings);
    network.pullResp(EUI, "{\"txpk\":");
    network.pullResp(EUI, "{\"txpk\":{\"imme\":true}}");
    network.pullResp(EUI, txpk("\"imme\":true", 868.1, 14).replace("SF7BW125", "SF77"));
    network.pullResp(EUI, " ".repeat(900) + txpk("\"imme\":true", 868.1, 14));
    network.pullResp(EUI, txpk("\"imme\":true", 868.1, 14));

    await().until(() -> gateway.emissions().size() == 1);
    assertThat(network.txAcks().list()).extracting(FakeNetwork.TxAck::token).containsExactly(5);
    assertThat(gateway.counters().downlinks()).isEqualTo(1);
  }

  @Test
  void sendsItsStatusAndStaysInTouch() {
    var quick =
        new GatewaySettings(
            EUI,
            network.address(),
            ForwarderModel.SX1302,
            false,
            new ConcentratorClock(0, 0),
            Duration.ofMillis(500),
            Duration.ofSeconds(1));
    var gateway = start(quick);
    gateway.receive(new Reception(0, 868_300_000, LoRa.of(7, 125_000), -97, 5, PHY));

    await().until(() -> network.stats().total() >= 2 && gateway.counters().pullAcks() >= 3);
    assertThat(network.stats().list().stream().mapToInt(stat -> stat.get("rxnb").asInt()).sum())
        .isEqualTo(1);
    assertThat(network.stats().list().get(0).get("time").asText())
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d GMT");
  }

  @Test
  void isSilentWhileItsLineIsCut() {
    var gateway = start(settings);
    gateway.setConnected(false);
    gateway.receive(new Reception(0, 868_300_000, LoRa.of(7, 125_000), -97, 5, PHY));
    gateway.setConnected(true);
    gateway.receive(new Reception(SECOND, 868_300_000, LoRa.of(7, 125_000), -97, 5, PHY));

    await().until(() -> heard.total() > 0);
    assertThat(heard.list()).hasSize(1);
  }

  private SimulatedGateway start(GatewaySettings with) {
    var gateway = SimulatedGateway.start(loop, with, Air.empty());
    await().until(() -> network.knows(EUI));
    return gateway;
  }

  private long now() {
    return settings.clock().tmst(loop.now());
  }

  private void answer(String timing, double megahertz, int power, String error) {
    int token = network.pullResp(EUI, txpk(timing, megahertz, power));
    await().until(() -> network.txAcks().total() == token);
    assertThat(lastError()).isEqualTo(error);
  }

  private String lastError() {
    var acks = network.txAcks().list();
    return acks.get(acks.size() - 1).error();
  }

  private Emission emission(long startNanos) {
    var json = txpk("\"imme\":true", 868.1, 14).getBytes(StandardCharsets.UTF_8);
    var request = Txpk.parse(json, 0, json.length).orElseThrow();
    return new Emission(EUI, startNanos, 0, 50_000, 14, request);
  }

  private static String txpk(String timing, double megahertz, int power) {
    return String.format(
        Locale.ROOT,
        "{\"txpk\":{%s,\"freq\":%.6f,\"rfch\":0,\"powe\":%d,\"modu\":\"LORA\","
            + "\"datr\":\"SF7BW125\",\"codr\":\"4/5\",\"ipol\":true,\"ncrc\":true,"
            + "\"size\":%d,\"data\":\"%s\"}}",
        timing,
        megahertz,
        power,
        PHY.size(),
        PHY.toBase64());
  }
}
