package io.lorikeet.gatewaybridge.semtech;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.protocol.id.GatewayEui;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A hundred thousand datagrams that nobody should send go through the socket, some under the name
 * of a gateway that is at work. Each is dropped and counted, and the gateway notices nothing.
 */
class HostileDatagramsTest {

  private static final int DATAGRAMS = 100_000;

  /** So few between two acknowledgements of the good gateway that the kernel drops none. */
  private static final int BATCH = 25;

  private final Random random = new Random(20_261_121);
  private int nextToken;
  private final Map<DropReason, Integer> expected = new EnumMap<>(DropReason.class);

  @Test
  void eachIsCountedByItsReasonWhileAGoodGatewayKeepsWorking() throws IOException {
    // The attacker's rate is not what this is about.
    try (var rig = new Rig("uplinks.burst = 1000000", HostileDatagramsTest::registered);
        var attacker = new Forwarder(rig.bridge.address())) {
      rig.forwarder.pull(Rig.GATEWAY);
      int sent = 0;
      while (sent < DATAGRAMS) {
        for (int i = 0; i < BATCH; i++) {
          sent += attack(attacker);
        }
        var good = Rig.rxpk("AQID", 3).replace("10504446", Integer.toString(sent));
        rig.forwarder.push(Rig.GATEWAY, Rig.push(good));
        var frame = rig.uplinks.receiveMessage();
        assertThat(frame.reception().tmst()).isEqualTo(sent);
        rig.settle(frame);
        // Tokens come again; by then the first ones must be forgotten.
        rig.clock.advance(Duration.ofMillis(10));
      }

      expected.forEach((reason, count) -> rig.awaitCount(reason, count));
      assertThat(rig.dropped())
          .isEqualTo(expected.values().stream().mapToInt(Integer::intValue).sum())
          .isGreaterThanOrEqualTo(DATAGRAMS);
      rig.uplinks.expectNoMessage();
    }
  }

  /** Nobody but the good gateway is registered. */
  private static Optional<GatewayCommand.Reply> registered(
      GatewayEui gateway, GatewayCommand.Connect connect) {
    return Optional.of(
        gateway.equals(Rig.GATEWAY)
            ? new GatewayCommand.Connected("roof", "EU_863_870", Optional.empty())
            : new GatewayCommand.Refused(GatewayCommand.Reason.NOT_REGISTERED));
  }

  /** Sends one or two datagrams and notes why they should be dropped; says how many. */
  private int attack(Forwarder attacker) throws IOException {
    // Sometimes under the good gateway's name.
    var gateway = random.nextInt(4) == 0 ? Rig.GATEWAY : new GatewayEui(random.nextInt(20));
    switch (random.nextInt(12)) {
      case 0 -> {
        var bytes = new byte[random.nextInt(12)];
        random.nextBytes(bytes);
        send(attacker, bytes, header(bytes));
      }
      case 1 -> {
        var bytes = new byte[12 + random.nextInt(500)];
        random.nextBytes(bytes);
        // Never a version that exists.
        bytes[0] |= 0x40;
        send(attacker, bytes, DropReason.UNSUPPORTED_VERSION);
      }
      case 2 -> {
        int type = new int[] {1, 3, 4, 6, 200}[random.nextInt(5)];
        send(attacker, datagram(type, gateway, Rig.push(Rig.RXPK)), DropReason.UNEXPECTED_TYPE);
      }
      case 3 -> {
        var whole = Rig.push(Rig.RXPK, Rig.RXPK);
        push(
            attacker,
            gateway,
            whole.substring(0, random.nextInt(whole.length() - 1)),
            DropReason.BAD_JSON);
      }
      case 4 -> push(attacker, gateway, "[".repeat(1 + random.nextInt(900)), DropReason.BAD_JSON);
      case 5 ->
          push(
              attacker,
              gateway,
              "{\"x\":" + "{\"y\":[".repeat(20 + random.nextInt(400)),
              DropReason.EXCESSIVE_JSON);
      case 6 ->
          push(
              attacker,
              gateway,
              "{\"rxpk\":[{\"tmst\":" + "7".repeat(100 + random.nextInt(900)) + "}]}",
              DropReason.EXCESSIVE_JSON);
      case 7 -> {
        // As much as UDP carries, but seldom: the kernel's buffer is small.
        int size = random.nextInt(200) == 0 ? 65_000 : 1000;
        push(attacker, gateway, " ".repeat(size) + "{}", DropReason.NO_CONTENT);
      }
      case 8 ->
          push(
              attacker, gateway, Rig.push(Rig.RXPK.replace("QCwa", "QC*a")), DropReason.BAD_BASE64);
      case 9 ->
          push(
              attacker,
              gateway,
              Rig.push(Rig.RXPK.replace("\"size\":18", "\"size\":" + (19 + random.nextInt(99)))),
              DropReason.SIZE_MISMATCH);
      case 10 ->
          push(
              attacker,
              gateway,
              Rig.push(Rig.RXPK.replace("\"stat\":1", "\"stat\":-1")),
              DropReason.BAD_CRC);
      default -> {
        var doubled = datagram(0, gateway, Rig.push(Rig.RXPK.replace("LORA", "L" + "O".repeat(9))));
        send(attacker, doubled, DropReason.UNSUPPORTED_MODULATION);
        send(attacker, doubled, DropReason.DUPLICATE);
        return 2;
      }
    }
    return 1;
  }

  private DropReason header(byte[] bytes) {
    return SemtechHeader.defect(bytes).orElseThrow();
  }

  private void push(Forwarder attacker, GatewayEui gateway, String json, DropReason reason)
      throws IOException {
    send(attacker, datagram(0, gateway, json), reason);
  }

  private byte[] datagram(int type, GatewayEui gateway, String json) {
    return Forwarder.datagram(1 + random.nextInt(2), token(), type, gateway, json);
  }

  private int token() {
    return nextToken++ & 0xffff;
  }

  private void send(Forwarder attacker, byte[] bytes, DropReason reason) throws IOException {
    attacker.send(attacker.up, bytes);
    expected.merge(reason, 1, Integer::sum);
  }
}
