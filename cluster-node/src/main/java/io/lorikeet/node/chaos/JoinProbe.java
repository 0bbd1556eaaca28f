package io.lorikeet.node.chaos;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.JoinAccept;
import io.lorikeet.protocol.frame.JoinRequest;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.JoinEui;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.protocol.radio.Fsk;
import io.lorikeet.simulator.client.DeviceRegistration;
import io.lorikeet.simulator.client.NetworkClient;
import io.lorikeet.simulator.forwarder.Emission;
import io.lorikeet.simulator.forwarder.Reception;
import io.lorikeet.simulator.forwarder.SimulatedGateway;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Devices that ask to join with new DevNonces and, as somebody who has recorded them would, with
 * old ones. Which request an accept belongs to follows from when it is sent, to the microsecond.
 */
final class JoinProbe {

  private static final JoinEui JOIN_EUI = new JoinEui(0x70b3_d57e_d000_0000L);
  private static final int COUNT = 10;
  private static final int FREQUENCY = 868_300_000;
  private static final Fsk DR7 = new Fsk(50_000);
  private static final long RX1_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long RX2_NANOS = TimeUnit.SECONDS.toNanos(6);
  private static final long TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final SplittableRandom random;
  private final Incidents incidents;
  private final List<Joiner> joiners = new ArrayList<>();
  private final List<Asked> asked = new ArrayList<>();
  private final Map<Nonce, Payload> accepts = new HashMap<>();

  private record Nonce(int joiner, int devNonce) {}

  private record Asked(Nonce nonce, long nanos) {}

  private static final class Joiner {
    final DevEui devEui;
    final Aes128Key appKey;
    int nonces;

    Joiner(DevEui devEui, Aes128Key appKey) {
      this.devEui = devEui;
      this.appKey = appKey;
    }
  }

  JoinProbe(SplittableRandom random, Incidents incidents) {
    this.random = random;
    this.incidents = incidents;
    for (int i = 0; i < COUNT; i++) {
      joiners.add(new Joiner(new DevEui(random.nextLong()), Population.key(random)));
    }
  }

  void register(NetworkClient network, String application) {
    for (int i = 0; i < COUNT; i++) {
      var its = joiners.get(i);
      network.createDevice(
          application,
          new DeviceRegistration.Otaa("joiner-" + i, its.devEui, JOIN_EUI, its.appKey));
    }
  }

  /** One of them asks, with a new or with an old nonce. */
  synchronized void send(List<SimulatedGateway> gateways, long nanos) {
    int number = random.nextInt(COUNT);
    var joiner = joiners.get(number);
    boolean fresh = joiner.nonces == 0 || random.nextBoolean();
    int devNonce = fresh ? joiner.nonces++ : random.nextInt(joiner.nonces);
    asked.add(new Asked(new Nonce(number, devNonce), nanos));
    var phy = JoinRequest.create(JOIN_EUI, joiner.devEui, devNonce, joiner.appKey).phy();
    for (var gateway : gateways) {
      gateway.receive(new Reception(nanos, FREQUENCY, DR7, -70, 0, phy));
    }
  }

  /** Looks at what a gateway has put on the air. */
  synchronized void check(Emission emission) {
    var phy = emission.request().phy();
    if (!(PhyPayload.parse(phy) instanceof JoinAccept)) {
      return;
    }
    long after = emission.request().frequencyHz() == FREQUENCY ? RX1_NANOS : RX2_NANOS;
    asked(emission.startNanos() - after)
        .ifPresent(
            request -> {
              var first = Optional.ofNullable(accepts.putIfAbsent(request.nonce(), phy));
              if (first.filter(its -> !its.equals(phy)).isPresent()) {
                incidents.add(
                    Incident.Kind.DEV_NONCE_REUSED,
                    emission.startNanos(),
                    "joiner-" + request.nonce());
              }
            });
  }

  private Optional<Asked> asked(long nanos) {
    return asked.stream().filter(its -> Math.abs(its.nanos() - nanos) < TOLERANCE_NANOS).findAny();
  }

  /** How many DevNonces got an accept. */
  synchronized int accepted() {
    return accepts.size();
  }
}
