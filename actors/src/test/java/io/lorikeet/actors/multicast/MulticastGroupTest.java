package io.lorikeet.actors.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import io.lorikeet.actors.Directory;
import io.lorikeet.actors.LeftOut;
import io.lorikeet.actors.gateway.DownlinkFrame;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.gateway.GatewayCommand.Outcome;
import io.lorikeet.actors.gateway.GatewayCommand.ScheduleDownlink;
import io.lorikeet.actors.handler.ClassBc.ChosenGateway;
import io.lorikeet.actors.multicast.MulticastCommand.GatewayOutcome;
import io.lorikeet.actors.multicast.MulticastCommand.GroupDetails;
import io.lorikeet.actors.multicast.MulticastCommand.Queued;
import io.lorikeet.actors.networkserver.DeviceClass;
import io.lorikeet.actors.networkserver.DeviceSessionCommand;
import io.lorikeet.actors.networkserver.NetworkServerSettings.Unprompted;
import io.lorikeet.actors.testing.Heard;
import io.lorikeet.actors.testing.NamesInMemory;
import io.lorikeet.actors.testing.TestSystem;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.key.Aes128Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MulticastGroupTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static final Unprompted UNPROMPTED =
      new Unprompted(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofMillis(700));
  private static final MulticastSettings.Session SESSION =
      new MulticastSettings.Session(
          DevAddr.parse("01ffff01"),
          Aes128Key.parse("01".repeat(16)),
          Aes128Key.parse("02".repeat(16)));
  private static int groups;

  private final NamesInMemory names = new NamesInMemory();
  private TestProbe<ShardingEnvelope<DeviceSessionCommand>> sessions;
  private TestProbe<ShardingEnvelope<GatewayCommand>> gateways;
  private TestProbe<MulticastCommand.Reply> replies;
  private EventSourcedBehaviorTestKit<MulticastCommand, MulticastEvent, MulticastState> group;

  @BeforeEach
  void newGroup() {
    sessions = NETWORK.probe();
    gateways = NETWORK.probe();
    replies = NETWORK.probe();
    group =
        NETWORK.entity(
            MulticastGroup.create(
                new MulticastGroupId("app", "group-" + ++groups),
                UNPROMPTED,
                new MulticastGroup.Neighbours(
                    sessions.ref(), gateways.ref(), names, NETWORK.clock)));
  }

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  private static Instant now() {
    return NETWORK.clock.instant();
  }

  private static MulticastSettings settings(DeviceClass deviceClass, int... chosen) {
    var names =
        java.util.Arrays.stream(chosen)
            .mapToObj(number -> ChosenGateway.named(Heard.gateway(number).toString()))
            .toList();
    return new MulticastSettings(
        "street",
        SESSION,
        new MulticastSettings.Channel(deviceClass, "EU_863_870", 869_525_000, 3, 0),
        names);
  }

  private void created(MulticastSettings settings) {
    group.runCommand(new MulticastCommand.Create(settings, replies.ref()));
    replies.expectMessageClass(GroupDetails.class);
  }

  private void queue(String id) {
    queue(id, Optional.empty());
  }

  private void queue(String id, Optional<Instant> at) {
    group.runCommand(
        new MulticastCommand.QueueMulticast(
            new MulticastMessage(id, 3, Payload.ofHex("0102"), at), now(), replies.ref()));
    replies.expectMessage(new Queued(id));
  }

  private record Asked(String gateway, ScheduleDownlink command) {

    Instant start() {
      return command.request().start().orElseThrow().at();
    }

    void accept() {
      var request = command.request();
      var frame =
          new DownlinkFrame(
              1,
              request.phy(),
              request.options().get(0).radio(),
              0,
              start(),
              27,
              0,
              DownlinkFrame.Timing.ARRIVAL);
      command
          .replyTo()
          .tell(
              new GatewayCommand.Scheduled(
                  request.requestId(), Outcome.ACCEPTED, Optional.of(frame)));
    }

    void refuse(Outcome outcome) {
      command
          .replyTo()
          .tell(
              new GatewayCommand.Scheduled(
                  command.request().requestId(), outcome, Optional.empty()));
    }
  }

  private Asked asked() {
    var envelope = gateways.receiveMessage();
    return new Asked(envelope.entityId(), (ScheduleDownlink) envelope.message());
  }

  private GroupDetails details() {
    group.runCommand(new MulticastCommand.GetGroup(replies.ref()));
    return replies.expectMessageClass(GroupDetails.class);
  }

  @Test
  void aFrameGoesThroughOneGatewayAfterTheOtherAndEachOutcomeIsKept() {
    created(settings(DeviceClass.C, 1, 2, 3));

    queue("on");

    var first = asked();
    var frame = (DataFrame) PhyPayload.parseDownlink(first.command().request().phy());
    assertThat(DataCrypto.hasValidMic10(frame, SESSION.mcNwkSKey(), 0)).isTrue();
    first.accept();
    var second = asked();
    var airtime = first.command().request().options().get(0).airtimeMicros();
    assertThat(second.start()).isAfter(first.start().plusNanos(airtime * 1_000));
    assertThat(second.command().request().phy()).isEqualTo(first.command().request().phy());
    second.refuse(Outcome.DUTY_CYCLE);
    asked().accept();

    group.getState();
    var sent = details().sent();
    assertThat(sent).singleElement().extracting(its -> its.fCnt()).isEqualTo(0L);
    assertThat(sent.get(0).gateways())
        .extracting(GatewayOutcome::outcome)
        .containsExactly("accepted", "duty_cycle", "accepted");
  }

  @Test
  void theNextDownlinkGoesOutAfterAPauseWithTheNextCounter() {
    created(settings(DeviceClass.C, 1));
    queue("one");
    queue("two");
    asked().accept();
    group.getState();
    TestSystem.silent(gateways);

    NETWORK.pass(Duration.ofSeconds(1));

    var next = asked();
    var frame = (DataFrame) PhyPayload.parseDownlink(next.command().request().phy());
    assertThat(frame.fCnt16()).isEqualTo(1);
    next.accept();
    group.getState();
  }

  @Test
  void afterARestartTheSameFrameGoesToTheSameGateways() {
    created(settings(DeviceClass.C, 1));
    queue("on");
    var before = asked();
    assertThat(names.count(Directory.Kind.WAITING)).isEqualTo(1);

    group.restart();

    var again = asked();
    assertThat(again.gateway()).isEqualTo(before.gateway());
    assertThat(again.command().request().phy()).isEqualTo(before.command().request().phy());
    again.accept();
    group.getState();
    assertThat(details().waiting()).isEmpty();
    NETWORK.pass(Duration.ofMinutes(2));
    group.getState();
    assertThat(names.count(Directory.Kind.WAITING)).isZero();
  }

  @Test
  void theGatewaysThatHearTheDevicesSendWhenNoneWereChosen() {
    created(settings(DeviceClass.C));
    for (int number = 1; number <= 2; number++) {
      group.runCommand(
          new MulticastCommand.AddMember(
              new MulticastCommand.Member("lamp-" + number, new DevEui(number)), replies.ref()));
      replies.expectMessageClass(GroupDetails.class);
    }

    queue("on");
    for (int number = 1; number <= 2; number++) {
      var get = (DeviceSessionCommand.GetReceptions) sessions.receiveMessage().message();
      get.replyTo()
          .tell(
              new DeviceSessionCommand.LastReceptions(
                  List.of(Heard.by(number, now()), Heard.by(7, now()))));
    }

    var asked = asked();
    assertThat(asked.gateway()).isEqualTo(Heard.gateway(7).toString());
    asked.accept();
    group.getState();
  }

  @Test
  void inClassBEachGatewayHasAPingSlotOfItsOwn() {
    created(settings(DeviceClass.B, 1, 2));
    queue("on");

    var first = asked();
    first.accept();
    var second = asked();

    assertThat(first.command().request().start().orElseThrow().byGps()).isTrue();
    assertThat(Duration.between(first.start(), second.start())).isPositive();
    second.accept();
    group.getState();
  }

  @Test
  void aTimeFartherAheadThanAnyTimerRunsIsWaitedFor() {
    created(settings(DeviceClass.C, 1));

    queue("never", Optional.of(Instant.MAX));

    assertThat(details().waiting()).hasSize(1);
    NETWORK.pass(Duration.ofHours(3));
    group.runCommand(new MulticastCommand.Wake());
    assertThat(details().waiting()).hasSize(1);
    TestSystem.silent(gateways);
  }

  @Test
  void aGroupThatWasRemovedWhileSomethingWaitedIsNotWokenForEver() {
    created(settings(DeviceClass.C, 1));
    queue("later", Optional.of(now().plusSeconds(3_600)));
    assertThat(names.count(Directory.Kind.WAITING)).isEqualTo(1);
    group.runCommand(new MulticastCommand.Remove(replies.ref()));
    replies.expectMessageClass(MulticastCommand.Removed.class);

    for (var wakes = 0; wakes < 4; wakes++) {
      NETWORK.pass(Duration.ofSeconds(30));
      group.runCommand(new MulticastCommand.Wake());
    }

    group.getState();
    assertThat(names.count(Directory.Kind.WAITING)).isZero();
  }

  private static MulticastSettings with(MulticastSettings settings, MulticastSettings.Session its) {
    return new MulticastSettings(settings.name(), its, settings.channel(), settings.gateways());
  }

  private long nextFCntWith(DevAddr mcAddr, Aes128Key mcNwkSKey, Aes128Key mcAppSKey) {
    group.runCommand(
        new MulticastCommand.Change(
            with(
                settings(DeviceClass.C, 1),
                new MulticastSettings.Session(mcAddr, mcNwkSKey, mcAppSKey)),
            replies.ref()));
    return replies.expectMessageClass(GroupDetails.class).nextFCnt();
  }

  @Test
  void theCounterGoesOnAsLongAsEitherKeyIsOneThatTheAddressHasHad() {
    var other = Aes128Key.parse("03".repeat(16));
    var third = Aes128Key.parse("04".repeat(16));
    created(settings(DeviceClass.C, 1));
    queue("on");
    asked().accept();
    group.getState();

    assertThat(nextFCntWith(SESSION.mcAddr(), other, SESSION.mcAppSKey())).isEqualTo(1);
    assertThat(nextFCntWith(SESSION.mcAddr(), other, third)).isEqualTo(1);
    assertThat(nextFCntWith(SESSION.mcAddr(), SESSION.mcNwkSKey(), third)).isEqualTo(1);
    assertThat(nextFCntWith(DevAddr.parse("01ffff02"), SESSION.mcNwkSKey(), third)).isZero();
    var fifth = Aes128Key.parse("05".repeat(16));
    assertThat(nextFCntWith(SESSION.mcAddr(), fifth, fifth)).isZero();
  }

  @Test
  void keysThatComeAgainGoOnWithTheirCounter() {
    created(settings(DeviceClass.C, 1));
    queue("on");
    asked().accept();
    group.getState();
    group.runCommand(new MulticastCommand.Remove(replies.ref()));
    replies.expectMessageClass(MulticastCommand.Removed.class);

    group.runCommand(new MulticastCommand.Create(settings(DeviceClass.C, 1), replies.ref()));

    assertThat(replies.expectMessageClass(GroupDetails.class).nextFCnt()).isEqualTo(1);
  }

  @Test
  void aRestoreThatIsGivenAgainLeavesOutNoMore() {
    created(settings(DeviceClass.C, 1));
    restored("monday");
    restored("monday");
    assertThat(details().nextFCnt()).isEqualTo(10_000);

    restored("tuesday");

    assertThat(details().nextFCnt()).isEqualTo(20_000);
  }

  private void restored(String name) {
    var done = NETWORK.<Done>probe();
    group.runCommand(new MulticastCommand.SkipCounters(new LeftOut(name, 10_000), done.ref()));
    done.expectMessage(Done.getInstance());
  }

  @Test
  void soFewGatewaysAsReachAllDevicesAreChosen() {
    var one = Heard.by(1, now());
    var two = Heard.by(2, now());
    var three = Heard.by(3, now());

    var chosen =
        GatewayChoice.of(
            List.of(List.of(one), List.of(one, two), List.of(three, two), List.of()), false);

    assertThat(chosen.stream().map(ChosenGateway::gatewayId)).hasSize(2).contains("gateway-1");
    assertThat(Stream.of(one).filter(its -> its.fix().time().isPresent())).isEmpty();
    assertThat(GatewayChoice.of(List.of(List.of(one)), true)).isEmpty();
  }

  @Test
  void whatItPutsAsideIsCounted() {
    created(settings(DeviceClass.C, 1));

    var stashed = NETWORK.meters().get("lorikeet.entity.stashed").tag("type", "multicast-group");
    assertThat(stashed.gauge().value()).isZero();
  }
}
