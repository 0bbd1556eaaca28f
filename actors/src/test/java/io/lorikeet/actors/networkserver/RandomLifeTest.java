package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import io.lorikeet.actors.broker.DevAddrBroker;
import io.lorikeet.actors.gateway.DownlinkFrame;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.gateway.GatewayCommand.ScheduleDownlink;
import io.lorikeet.actors.handler.ApplicationLog;
import io.lorikeet.actors.handler.DownlinkMessage;
import io.lorikeet.actors.handler.EndDevice;
import io.lorikeet.actors.handler.EndDeviceCommand;
import io.lorikeet.actors.handler.EndDeviceEvent;
import io.lorikeet.actors.handler.EndDeviceSettings;
import io.lorikeet.actors.handler.EndDeviceState;
import io.lorikeet.actors.handler.LogSettings;
import io.lorikeet.actors.testing.NamesInMemory;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestSystem;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.PhyPayload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both sides of one device through a life made up at random: frames, copies, replays, joins,
 * downlinks, crashes, lost and doubled messages. Whatever comes, no counter and no nonce is used
 * twice and nothing that was accepted is lost.
 */
@Isolated("waits few milliseconds only for what is on its way")
class RandomLifeTest {

  private static final int STEPS = 60;
  private static final Duration MOMENT = Duration.ofMillis(2);

  private final TestSystem network = new TestSystem();
  private final SessionUnderTest session = new SessionUnderTest(network, TestDevice.numbered(1));
  private final TestProbe<ShardingEnvelope<DeviceSessionCommand>> toSession = network.probe();
  private final TestProbe<ShardingEnvelope<ApplicationLog.Command>> toLog = network.probe();
  private final TestProbe<EndDeviceCommand.Reply> replies = network.probe();
  private final EventSourcedBehaviorTestKit<EndDeviceCommand, EndDeviceEvent, EndDeviceState>
      handler =
          network.entity(
              EndDevice.create(
                  session.device.id(),
                  new EndDeviceSettings(
                      4,
                      false,
                      Duration.ofSeconds(2),
                      100,
                      new EndDeviceSettings.Unprompted(
                          Duration.ofSeconds(10), Duration.ofSeconds(30))),
                  new EndDevice.Neighbours(
                      toSession.ref(),
                      toLog.ref(),
                      new LogSettings(
                          1,
                          1_000,
                          10,
                          100,
                          100,
                          Duration.ofSeconds(1),
                          new LogSettings.Retry(Duration.ofMillis(250), Duration.ofSeconds(4))),
                      new EndDevice.Outside(new NamesInMemory(), network.clock))));

  // What the world outside has seen.
  private final Set<String> logged = new LinkedHashSet<>();
  private final Map<String, Payload> downlinks = new HashMap<>();
  private final List<Payload> history = new ArrayList<>();
  private final List<String> queued = new ArrayList<>();
  private TestDevice device;
  private long fCnt;
  private int devNonce;
  private Random random;
  private boolean lossless;

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private static <T> void drain(TestProbe<T> probe, Consumer<T> handle) {
    while (true) {
      T message;
      try {
        message = probe.receiveMessage(MOMENT);
      } catch (AssertionError none) {
        return;
      }
      handle.accept(message);
    }
  }

  /** Lost, or twice, or as it should be. */
  private void carry(Runnable message) {
    if (!lossless && chance(8)) {
      return;
    }
    message.run();
    if (!lossless && chance(8)) {
      message.run();
    }
  }

  private void pump() {
    for (int round = 0; round < 2; round++) {
      drain(
          session.brokers,
          its -> {
            if (its.message() instanceof DevAddrBroker.AddSession add) {
              add.replyTo().tell(new DevAddrBroker.Done(false));
            }
          });
      drain(session.endDevices, its -> carry(() -> handler.runCommand(its.message())));
      drain(
          toLog,
          its -> {
            var append = (ApplicationLog.Append) its.message();
            carry(
                () -> {
                  logged.add(append.message().id());
                  append.replyTo().tell(new ApplicationLog.Appended(append.message().id()));
                });
          });
      drain(session.gateways, its -> carry(() -> gateway((ScheduleDownlink) its.message())));
      session.state();
      handler.getState();
    }
  }

  /** A gateway takes it, refuses it or is silent; what it takes is on the air. */
  private void gateway(ScheduleDownlink command) {
    var request = command.request();
    transmitted(request.phy());
    var outcomes = GatewayCommand.Outcome.values();
    var outcome =
        chance(60) ? GatewayCommand.Outcome.ACCEPTED : outcomes[random.nextInt(outcomes.length)];
    if (chance(10)) {
      return;
    }
    var option = request.options().get(0);
    var frame =
        new DownlinkFrame(
            1,
            request.phy(),
            option.radio(),
            0,
            request.receivedAt(),
            14,
            0,
            DownlinkFrame.Timing.COUNTER);
    command
        .replyTo()
        .tell(
            new GatewayCommand.Scheduled(
                request.requestId(),
                outcome,
                Optional.of(frame).filter(its -> outcome == GatewayCommand.Outcome.ACCEPTED)));
  }

  private void transmitted(Payload phy) {
    if (PhyPayload.parseDownlink(phy) instanceof DataFrame frame) {
      var before = downlinks.put(frame.devAddr() + "/" + frame.fCnt16(), phy);
      assertThat(before == null || before.equals(phy))
          .as("one counter, two frames: %s and %s", before, phy)
          .isTrue();
    } else if (lossless || chance(70)) {
      device
          .joined(phy, devNonce)
          .ifPresent(
              joined -> {
                device = joined;
                fCnt = 0;
              });
    }
  }

  private void step(int number) {
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> {
        fCnt += chance(10) ? 300 : 1;
        var phy =
            chance(20)
                ? device.acknowledging(fCnt)
                : chance(40) ? device.confirmed(fCnt) : device.uplink(fCnt);
        history.add(phy);
        session.hear(phy, 1, 2);
      }
      case 4 -> {
        if (!history.isEmpty()) {
          session.hear(history.get(history.size() - 1), 1 + random.nextInt(3));
        }
      }
      case 5 -> {
        if (!history.isEmpty()) {
          session.hear(history.get(random.nextInt(history.size())), 1);
        }
      }
      case 6, 7 -> queue("d" + number);
      case 8 -> {
        if (chance(50)) {
          devNonce = chance(70) ? devNonce + 1 : Math.max(1, devNonce - 1);
          session.hearJoin(device.joinRequest(devNonce), 1, 2);
        }
      }
      case 9 -> session.restart();
      case 10 -> handler.restart();
      default -> network.passAtOnce(Duration.ofMillis(random.nextInt(6_000)));
    }
  }

  private void queue(String id) {
    queued.add(id);
    var message =
        new DownlinkMessage(
            id,
            2,
            Payload.of(id.getBytes(StandardCharsets.US_ASCII)),
            chance(40),
            DownlinkMessage.Schedule.LAST,
            Optional.empty(),
            Optional.empty());
    handler.runCommand(
        new EndDeviceCommand.QueueDownlink(message, network.clock.instant(), replies.ref()));
  }

  private void register() {
    device = session.device;
    session.registered(LorawanVersion.V1_0_3);
    handler.runCommand(
        new EndDeviceCommand.Register(
            device.otaa(LorawanVersion.V1_0_3), network.clock.instant(), replies.ref()));
    var provision = (DeviceSessionCommand.Provision) toSession.receiveMessage().message();
    provision
        .replyTo()
        .tell(DeviceSessionCommand.Provisioned.of(DeviceSessionCommand.ProvisionOutcome.DONE));
    handler.getState();
    joins();
  }

  /** Undisturbed, so that there is a session to begin with. */
  private void joins() {
    lossless = true;
    while (device.equals(session.device)) {
      session.hearJoin(device.joinRequest(++devNonce), 1);
      pump();
      network.passAtOnce(Duration.ofSeconds(7));
      pump();
    }
    lossless = false;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void nothingIsUsedTwiceAndNothingIsLost(long seed) {
    random = new Random(seed);
    try (network) {
      register();
      for (int number = 0; number < STEPS; number++) {
        step(number);
        pump();
        network.passAtOnce(Duration.ofMillis(random.nextInt(700)));
        pump();
      }
      lossless = true;
      for (int i = 0; i < 6; i++) {
        network.passAtOnce(Duration.ofSeconds(3));
        pump();
      }
      check();
    }
  }

  private void check() {
    var counters = new HashMap<String, Long>();
    for (var event : session.events()) {
      if (event instanceof DeviceSessionEvent.UplinkAccepted uplink) {
        var before = counters.put(uplink.devAddr().toString(), uplink.fCnt());
        assertThat(before == null || before < uplink.fCnt()).as("a counter twice").isTrue();
        assertThat(logged).contains(uplink.uplinkId());
      }
    }
    var nonces = new HashSet<Integer>();
    for (var event : handlerEvents()) {
      if (event instanceof EndDeviceEvent.DeviceJoined joined) {
        assertThat(nonces.add(joined.devNonce())).as("a nonce twice").isTrue();
      }
    }
    var device = (EndDeviceState.Present) handler.getState();
    for (var id : queued) {
      var waits =
          device.queue().items().stream().anyMatch(its -> its.message().downlinkId().equals(id));
      long ends = handlerEvents().stream().filter(event -> ends(event, id)).count();
      assertThat(ends + (waits ? 1 : 0)).as("ends of downlink %s", id).isEqualTo(1);
    }
    assertThat(logged).hasSizeGreaterThan(10);
    assertThat(downlinks).isNotEmpty();
  }

  private boolean ends(EndDeviceEvent event, String id) {
    if (event instanceof EndDeviceEvent.DownlinkTransmitted sent) {
      return sent.downlinkId().equals(id) && !confirmed(id);
    }
    if (event instanceof EndDeviceEvent.DownlinkConfirmed confirmed) {
      return confirmed.downlinkId().equals(id);
    }
    return event instanceof EndDeviceEvent.DownlinkGivenUp failed && failed.downlinkId().equals(id);
  }

  private boolean confirmed(String id) {
    return handlerEvents().stream()
        .anyMatch(
            event ->
                event instanceof EndDeviceEvent.DownlinkQueued its
                    && its.message().downlinkId().equals(id)
                    && its.message().confirmed());
  }

  private List<EndDeviceEvent> handlerEvents() {
    return handler
        .persistenceTestKit()
        .persistedInStorage("end-device|" + session.device.id().entityId())
        .stream()
        .map(EndDeviceEvent.class::cast)
        .toList();
  }
}
