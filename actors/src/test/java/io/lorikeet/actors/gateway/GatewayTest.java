package io.lorikeet.actors.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.persistence.testkit.ProcessingSuccess;
import akka.persistence.testkit.WriteEvents;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import io.lorikeet.actors.gateway.GatewayCommand.Outcome;
import io.lorikeet.actors.gateway.GatewayCommand.Scheduled;
import io.lorikeet.actors.gateway.GatewayConnection.Result;
import io.lorikeet.actors.gateway.GatewayConnection.Transmit;
import io.lorikeet.actors.gateway.GatewayConnection.Transmitted;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.actors.testing.TestSystem;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.GatewayEui;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static final GatewaySettings SETTINGS =
      new GatewaySettings(
          true,
          "EU_863_870",
          Duration.ofMillis(70),
          Duration.ofMillis(10),
          Duration.ofSeconds(2),
          Duration.ofSeconds(90),
          100);
  private static final Radio RX1 = Radio.lora(868_100_000, 7, 125_000, "4/5");
  private static final Radio RX2 = Radio.lora(869_525_000, 12, 125_000, "4/5");
  private static int gateways;

  private GatewayEui eui;
  private TestProbe<GatewayConnection.Command> connection;
  private TestProbe<Scheduled> answers;
  private TestProbe<GatewayCommand.Reply> replies;
  private EventSourcedBehaviorTestKit<GatewayCommand, Gateway.Event, Gateway.State> gateway;

  @BeforeEach
  void newGateway() {
    eui = GatewayEui.parse("00800000a001%04x".formatted(++gateways));
    connection = NETWORK.probe();
    answers = NETWORK.probe();
    replies = NETWORK.probe();
    gateway = NETWORK.entity(Gateway.create(eui, SETTINGS, NETWORK.clock));
    connect();
  }

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  private static Instant now() {
    return NETWORK.clock.instant();
  }

  private void connect() {
    gateway.runCommand(
        new GatewayCommand.Connect(
            connection.ref(), "semtech-udp", "127.0.0.1:1", now(), false, replies.ref()));
    replies.receiveMessage();
  }

  private static DownlinkRequest request(String id, long airtimeMicros) {
    return new DownlinkRequest(
        id,
        Payload.ofHex("60"),
        now().toEpochMilli() * 1_000 & 0xffff_ffffL,
        now(),
        0,
        List.of(
            new DownlinkRequest.Option(RX1, 1_000_000, airtimeMicros, 16),
            new DownlinkRequest.Option(RX2, 2_000_000, airtimeMicros, 29)),
        Optional.empty());
  }

  private void schedule(DownlinkRequest request) {
    gateway.runCommand(new GatewayCommand.ScheduleDownlink(request, now(), answers.ref()));
  }

  private Transmit transmit() {
    return connection.expectMessageClass(Transmit.class);
  }

  private void says(Transmit transmit, Result result) {
    transmit.replyTo().tell(new Transmitted(transmit.frame().transmissionId(), result));
    gateway.getState();
  }

  private Outcome outcome() {
    return answers.receiveMessage().outcome();
  }

  @Test
  void aConnectionThatOnlyReceivesDoesNotGetDownlinks() {
    var onlyReceives = NETWORK.<GatewayConnection.Command>probe();
    gateway.runCommand(
        new GatewayCommand.Connect(
            onlyReceives.ref(), "semtech-udp", "127.0.0.2:1", now(), true, replies.ref()));
    assertThat(replies.receiveMessage()).isInstanceOf(GatewayCommand.Connected.class);

    schedule(request("a", 50_000));

    transmit();
    onlyReceives.expectNoMessage();
  }

  @Test
  void whatANodeHasHeardThatHasNotAskedIsToldTheOneThatHas() {
    var other = NETWORK.<GatewayConnection.Command>probe();
    var said = new GatewayConnection.Acknowledged(513, Result.ACCEPTED);
    gateway.runCommand(new GatewayCommand.PassOn(said, other.ref()));
    other.expectMessage(said);

    schedule(request("a", 50_000));
    transmit();
    gateway.runCommand(new GatewayCommand.PassOn(said, other.ref()));

    connection.expectMessage(said);
    other.expectNoMessage();
  }

  /** The same gateway, that does not wait for each command. */
  private ActorRef<GatewayCommand> running() {
    var running = NETWORK.kit().spawn(Gateway.create(eui, SETTINGS, NETWORK.clock));
    running.tell(
        new GatewayCommand.Connect(
            connection.ref(), "semtech-udp", "127.0.0.1:1", now(), false, replies.ref()));
    replies.receiveMessage();
    return running;
  }

  private GatewayCommand.ScheduleDownlink later(String id, long delayMicros) {
    var option = new DownlinkRequest.Option(RX1, delayMicros, 50_000, 16);
    var request = request(id, 0);
    return new GatewayCommand.ScheduleDownlink(
        new DownlinkRequest(
            id,
            request.phy(),
            request.tmst(),
            request.receivedAt(),
            0,
            List.of(option),
            Optional.empty()),
        now(),
        answers.ref());
  }

  @Test
  void whatIsAskedWhileTheStoreWritesIsClaimedInOneWrite() {
    var its = running();
    var writes = new ConcurrentLinkedQueue<Integer>();
    whileItWrites(
        its,
        writes,
        () -> {
          for (int i = 0; i < 5; i++) {
            its.tell(later("more-" + i, 1_100_000 + i * 100_000));
          }
          its.tell(later("at the same time", 1_120_000));
        });

    for (int i = 0; i < 6; i++) {
      transmit();
    }
    assertThat(writes).containsExactly(1, 5);
    assertThat(answers.receiveMessage())
        .isEqualTo(new Scheduled("at the same time", Outcome.AIRTIME_CONFLICT, Optional.empty()));
  }

  @Test
  void whatWasAskedOfItBeforeItIsToldToLeaveIsClaimedFirst() {
    var its = running();
    whileItWrites(
        its,
        new ConcurrentLinkedQueue<>(),
        () -> {
          its.tell(later("owed", 1_100_000));
          its.tell(new GatewayCommand.Stop());
        });

    transmit();
    assertThat(transmit().frame().startsAt()).isEqualTo(now().plusMillis(1_100));
    replies.expectTerminated(its);
  }

  /** The first claim is not stored before all of {@code meanwhile} has been said. */
  private void whileItWrites(
      ActorRef<GatewayCommand> its, Queue<Integer> writes, Runnable meanwhile) {
    var written = new CountDownLatch(1);
    var store = PersistenceTestKit.create(NETWORK.system());
    store.withPolicy(
        (id, operation) -> {
          if (id.endsWith(eui.toString()) && operation instanceof WriteEvents write) {
            writes.add(write.batch().size());
            awaitQuietly(written);
          }
          return ProcessingSuccess.getInstance();
        });
    try {
      its.tell(later("first", 1_000_000));
      await().until(() -> writes.size() == 1);
      meanwhile.run();
      written.countDown();
      await().until(() -> writes.size() == 2);
    } finally {
      store.resetPolicy();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aGatewayThatMovesBetweenRequestAndWindowGetsItsDownlinkWhereItIsNow() {
    schedule(request("a", 50_000));
    var first = transmit();

    var elsewhere = NETWORK.<GatewayConnection.Command>probe();
    gateway.runCommand(
        new GatewayCommand.Connect(
            elsewhere.ref(), "semtech-udp", "127.0.0.2:1", now(), false, replies.ref()));

    var again = elsewhere.expectMessageClass(Transmit.class);
    assertThat(again.frame()).isEqualTo(first.frame());
    says(again, Result.ACCEPTED);
    assertThat(outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void soDoesOneWhoseNodeWasStoppedInBetween() {
    schedule(request("a", 50_000));
    var first = transmit();
    gateway.runCommand(new GatewayCommand.Disconnect(connection.ref(), now()));

    var elsewhere = NETWORK.<GatewayConnection.Command>probe();
    gateway.runCommand(
        new GatewayCommand.Connect(
            elsewhere.ref(), "semtech-udp", "127.0.0.2:1", now(), false, replies.ref()));

    var again = elsewhere.expectMessageClass(Transmit.class);
    assertThat(again.frame()).isEqualTo(first.frame());
    says(again, Result.ACCEPTED);
    assertThat(outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void aConnectionThatHasLostItsGatewayIsNotGivenTheNextWindow() {
    schedule(request("a", 50_000));

    says(transmit(), Result.NOT_CONNECTED);

    assertThat(outcome()).isEqualTo(Outcome.NOT_CONNECTED);
    TestSystem.silent(connection);
    assertThat(gateway.getState().airtime().emissions()).isEmpty();
  }

  @Test
  void aDownlinkIsTransmittedInItsFirstWindowAndItsAirtimeIsStored() {
    schedule(request("a", 50_000));

    var transmit = transmit();
    assertThat(transmit.frame().startsAt()).isEqualTo(now().plusSeconds(1));
    assertThat(gateway.getState().airtime().emissions()).hasSize(1);
    says(transmit, Result.ACCEPTED);
    assertThat(outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void twoDownlinksNeverOverlapAndTheSecondGetsItsOtherWindow() {
    schedule(request("a", 50_000));
    schedule(request("b", 50_000));

    assertThat(transmit().frame().radio()).isEqualTo(RX1);
    assertThat(transmit().frame().radio()).isEqualTo(RX2);
    schedule(request("c", 50_000));
    assertThat(outcome()).isEqualTo(Outcome.AIRTIME_CONFLICT);
  }

  @Test
  void aRefusedWindowIsReleasedAndTheNextOneIsTried() {
    schedule(request("a", 50_000));
    says(transmit(), Result.COLLISION_PACKET);

    var second = transmit();
    assertThat(second.frame().radio()).isEqualTo(RX2);
    assertThat(gateway.getState().airtime().emissions()).hasSize(1);
    says(second, Result.TOO_LATE);
    assertThat(outcome()).isEqualTo(Outcome.GATEWAY_REFUSED);
    assertThat(gateway.getState().airtime().emissions()).isEmpty();
  }

  @Test
  void aRequestThatComesTwiceIsTransmittedOnceAndAnsweredEachTime() {
    var request = request("a", 50_000);
    schedule(request);
    schedule(request);
    says(transmit(), Result.ACCEPTED);
    assertThat(outcome()).isEqualTo(Outcome.ACCEPTED);

    schedule(request);

    assertThat(outcome()).isEqualTo(Outcome.ACCEPTED);
    TestSystem.silent(connection);
  }

  @Test
  void aConnectionThatIsGoneAfterItsRefusalGetsNothingMore() {
    schedule(request("a", 50_000));
    var transmit = transmit();
    gateway.runCommand(new GatewayCommand.Disconnect(connection.ref(), now()));

    says(transmit, Result.REFUSED);

    assertThat(outcome()).isEqualTo(Outcome.NOT_CONNECTED);
    TestSystem.silent(connection);
  }

  @Test
  void aGatewayThatSaysNothingMayHaveTransmittedAndItsAirtimeCounts() {
    schedule(request("a", 50_000));
    transmit();

    NETWORK.pass(Duration.ofSeconds(4));

    assertThat(outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(gateway.getState().airtime().emissions()).hasSize(1);
  }

  @Test
  void aConnectionWithoutASignOfLifeIsNoConnection() {
    NETWORK.pass(Duration.ofSeconds(91));

    schedule(request("a", 50_000));

    assertThat(outcome()).isEqualTo(Outcome.NOT_CONNECTED);
  }

  @Test
  void theDutyCycleIsKeptOverARestart() {
    int taken = 0;
    for (int i = 0; i < 25; i++) {
      NETWORK.passAtOnce(Duration.ofSeconds(60));
      connect();
      if (i == 12) {
        gateway.restart();
        connect();
      }
      var its = request("r" + i, 1_810_400);
      schedule(
          new DownlinkRequest(
              its.requestId(),
              its.phy(),
              its.tmst(),
              its.receivedAt(),
              0,
              its.options().subList(0, 1),
              Optional.empty()));
      gateway.getState();
      taken = gateway.getState().airtime().emissions().size();
    }

    // 1 % of an hour is 36 s: nineteen frames of 1.8104 s (SF12) and not a twentieth.
    assertThat(taken).isEqualTo(19);
    assertThat(answers.receiveMessage().outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void aRegistrationSurvivesARestart() {
    var registration = new GatewayRegistration("roof", eui, "EU_863_870", Optional.empty(), 3, "");
    gateway.runCommand(new GatewayCommand.Register(registration, replies.ref()));

    assertThat(gateway.restart().state().registration()).contains(registration);
  }

  private static DownlinkRequest unprompted(String id, DownlinkRequest.Start start) {
    return new DownlinkRequest(
        id,
        Payload.ofHex("60"),
        0,
        Instant.EPOCH,
        0,
        List.of(new DownlinkRequest.Option(RX2, 0, 100_000, 27)),
        Optional.of(start));
  }

  @Test
  void whatNoUplinkHasAskedForIsTransmittedAtOnce() {
    schedule(unprompted("a", new DownlinkRequest.Start(now(), now().plusSeconds(4), false)));

    var frame = transmit().frame();
    assertThat(frame.timing()).isEqualTo(DownlinkFrame.Timing.ARRIVAL);
    assertThat(frame.startsAt()).isEqualTo(now());
  }

  @Test
  void whatNoUplinkHasAskedForWaitsWhileTheGatewayTransmits() {
    var start = new DownlinkRequest.Start(now(), now().plusSeconds(4), false);
    schedule(unprompted("a", start));
    transmit();

    schedule(unprompted("b", start));

    assertThat(transmit().frame().startsAt()).isEqualTo(now().plusMillis(110));
  }

  @Test
  void whatWouldHaveToWaitTooLongIsRefused() {
    schedule(unprompted("a", new DownlinkRequest.Start(now(), now().plusSeconds(4), false)));
    transmit();

    schedule(unprompted("b", new DownlinkRequest.Start(now(), now().plusMillis(50), false)));

    assertThat(outcome()).isEqualTo(Outcome.AIRTIME_CONFLICT);
  }

  @Test
  void aMomentByGpsIsKeptOrRefused() {
    var at = now().plusSeconds(5);
    schedule(unprompted("a", new DownlinkRequest.Start(at, at, true)));
    var frame = transmit().frame();
    assertThat(frame.timing()).isEqualTo(DownlinkFrame.Timing.GPS);
    assertThat(frame.startsAt()).isEqualTo(at);

    schedule(unprompted("b", new DownlinkRequest.Start(at, at, true)));
    assertThat(outcome()).isEqualTo(Outcome.AIRTIME_CONFLICT);
    var past = now().plusMillis(20);
    schedule(unprompted("c", new DownlinkRequest.Start(past, past, true)));
    assertThat(outcome()).isEqualTo(Outcome.TOO_LATE);
  }

  @Test
  void theWayOfADownlinkIsTimedFromWhatItAnswersOrFromTheAsking() {
    var claimed = NETWORK.hop("downlink", "claimed");
    var acknowledged = NETWORK.hop("downlink", "acknowledged");
    var millis = acknowledged.totalTime(TimeUnit.MILLISECONDS);
    var frames = claimed.count();
    var answer = request("a", 50_000);
    NETWORK.pass(Duration.ofMillis(300));

    schedule(answer);
    says(transmit(), Result.ACCEPTED);
    schedule(unprompted("b", new DownlinkRequest.Start(now(), now().plusSeconds(4), false)));
    var second = transmit();
    NETWORK.pass(Duration.ofMillis(40));
    says(second, Result.ACCEPTED);

    assertThat(claimed.count()).isEqualTo(frames + 2);
    assertThat(acknowledged.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(millis + 300 + 40);
  }
}
