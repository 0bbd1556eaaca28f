package io.lorikeet.actors.handler;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.Answer;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DownlinkOffer;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DownlinkResult;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.NetworkReply;
import io.lorikeet.actors.handler.EndDeviceState.Present;
import io.lorikeet.actors.networkserver.DeviceSessionCommand;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.ProvisionOutcome;
import io.lorikeet.actors.testing.Heard;
import io.lorikeet.actors.testing.NamesInMemory;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestSystem;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.CounterWidth;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.NetId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An {@link EndDevice} whose neighbours are probes: what happens to it, in the test's words. */
final class DeviceUnderTest {

  static final EndDeviceSettings SETTINGS =
      new EndDeviceSettings(
          3,
          false,
          Duration.ofSeconds(2),
          100,
          new EndDeviceSettings.Unprompted(Duration.ofSeconds(10), Duration.ofSeconds(30)));
  private static final LogSettings LOG =
      new LogSettings(
          1,
          1_000,
          10,
          100,
          100,
          Duration.ofSeconds(1),
          new LogSettings.Retry(Duration.ofMillis(250), Duration.ofSeconds(4)));

  final NamesInMemory names = new NamesInMemory();
  final TestSystem network;
  final TestDevice device;
  final TestProbe<ShardingEnvelope<DeviceSessionCommand>> sessions;
  final TestProbe<ShardingEnvelope<ApplicationLog.Command>> logs;
  final TestProbe<NetworkReply> networkServer;
  final TestProbe<EndDeviceCommand.Reply> replies;
  final EventSourcedBehaviorTestKit<EndDeviceCommand, EndDeviceEvent, EndDeviceState> kit;

  DeviceUnderTest(TestSystem network, TestDevice device) {
    this(network, device, SETTINGS);
  }

  DeviceUnderTest(TestSystem network, TestDevice device, EndDeviceSettings settings) {
    this.network = network;
    this.device = device;
    sessions = network.probe();
    logs = network.probe();
    networkServer = network.probe();
    replies = network.probe();
    kit =
        network.entity(
            EndDevice.create(
                device.id(),
                settings,
                new EndDevice.Neighbours(
                    sessions.ref(), logs.ref(), LOG, new EndDevice.Outside(names, network.clock))));
  }

  Instant now() {
    return network.clock.instant();
  }

  void tell(EndDeviceCommand command) {
    kit.runCommand(command);
  }

  // Registration.

  DeviceUnderTest registered(EndDeviceRegistration registration) {
    tell(new EndDeviceCommand.Register(registration, now(), replies.ref()));
    networkAnswers(ProvisionOutcome.DONE);
    replies.expectMessage(new EndDeviceCommand.Registered(registration));
    logAnswers("CREATE");
    return this;
  }

  void networkAnswers(ProvisionOutcome outcome) {
    networkAnswers(outcome, List.of());
  }

  /** The network side's answer, with what root keys of this DevEUI were used for before. */
  DeviceSessionCommand networkAnswers(ProvisionOutcome outcome, List<RootKeyUse> past) {
    var command = sessions.receiveMessage().message();
    var replyTo =
        command instanceof DeviceSessionCommand.Provision provision
            ? provision.replyTo()
            : ((DeviceSessionCommand.Release) command).replyTo();
    replyTo.tell(new DeviceSessionCommand.Provisioned(outcome, past));
    state();
    return command;
  }

  // The log.

  ApplicationLog.Append appended() {
    return (ApplicationLog.Append) logs.receiveMessage().message();
  }

  /** The next message that the log is given is stored; its id ends with {@code end}. */
  ApplicationMessage logAnswers(String end) {
    var append = appended();
    assertThat(append.message().id()).endsWith(end);
    logs(append);
    return append.message();
  }

  void logs(ApplicationLog.Append append) {
    append.replyTo().tell(new ApplicationLog.Appended(append.message().id()));
    state();
  }

  void nothingForTheLog() {
    TestSystem.silent(logs);
  }

  // Uplinks.

  /** Handed up with windows ahead. */
  void uplink(long fCnt, Payload phy, long nextFCntDown, boolean acknowledged) {
    uplinkSince(now(), fCnt, phy, nextFCntDown, acknowledged);
  }

  /** Handed up some time after it was heard. */
  void uplinkSince(Instant heard, long fCnt, Payload phy, long nextFCntDown, boolean acknowledged) {
    handUp(
        heard,
        "uplink-" + fCnt,
        device.devAddr(),
        fCnt,
        phy,
        new Answer(nextFCntDown, 51, acknowledged, heard.plusMillis(600)));
  }

  /** Handed up again, when its windows have passed. */
  void uplinkAgain(long fCnt, Payload phy) {
    handUp("uplink-" + fCnt, device.devAddr(), fCnt, phy, new Answer(0, 0, false, Instant.EPOCH));
  }

  void handUp(String id, DevAddr devAddr, long fCnt, Payload phy, Answer answer) {
    handUp(now(), id, devAddr, fCnt, phy, answer);
  }

  private void handUp(
      Instant at, String id, DevAddr devAddr, long fCnt, Payload phy, Answer answer) {
    var heard = Heard.frame(phy, at, 1);
    tell(
        new EndDeviceNetworkCommand.HandleUplink(
            id,
            new EndDeviceNetworkCommand.SessionFrame(
                devAddr,
                phy,
                fCnt,
                at,
                new UplinkRadio(Heard.SF7, 50_000, heard.receptions()),
                CounterWidth.BITS_32),
            answer,
            networkServer.ref()));
  }

  void expectLogged(String uplinkId) {
    networkServer.expectMessage(new EndDeviceNetworkCommand.UplinkLogged(uplinkId));
  }

  // Downlinks.

  void queue(String id) {
    queue(id, false);
  }

  void queue(String id, boolean confirmed) {
    queue(message(id, confirmed, DownlinkMessage.Schedule.LAST, Optional.empty()));
    replies.expectMessage(new EndDeviceCommand.Queued(id));
  }

  void queue(DownlinkMessage message) {
    tell(new EndDeviceCommand.QueueDownlink(message, now(), replies.ref()));
  }

  static DownlinkMessage message(
      String id,
      boolean confirmed,
      DownlinkMessage.Schedule schedule,
      Optional<Instant> expiresAt) {
    var payload = Payload.of(id.getBytes(StandardCharsets.US_ASCII));
    return new DownlinkMessage(id, 2, payload, confirmed, schedule, expiresAt, Optional.empty());
  }

  DownlinkOffer offered() {
    return networkServer.expectMessageClass(DownlinkOffer.class);
  }

  void notOffered() {
    TestSystem.silent(networkServer);
  }

  void report(String id, long fCnt, DownlinkResult result) {
    var sent =
        result == DownlinkResult.SENT
            ? Optional.of(
                new ApplicationMessage.Transmission(
                    Payload.ofHex("60"), "gateway-1", Heard.SF7, fCnt, 50_000, 14))
            : Optional.<ApplicationMessage.Transmission>empty();
    tell(new EndDeviceNetworkCommand.ReportDownlink(id, fCnt, result, sent, now()));
  }

  List<String> queued() {
    return present().queue().items().stream().map(item -> item.id() + " " + item.state()).toList();
  }

  // Joins.

  NetworkReply join(Payload request, String devAddr, Optional<DevAddr> inUse) {
    tell(
        new EndDeviceNetworkCommand.HandleJoin(
            request,
            new EndDeviceNetworkCommand.JoinParameters(
                NetId.parse("000000"),
                DevAddr.parse(devAddr),
                inUse,
                TestDevice.SETTINGS,
                Payload.empty()),
            now(),
            new UplinkRadio(Heard.SF7, 50_000, List.of(Heard.by(1, now()))),
            networkServer.ref()));
    return networkServer.receiveMessage();
  }

  // State.

  EndDeviceState state() {
    return kit.getState();
  }

  Present present() {
    return (Present) state();
  }

  void restart() {
    kit.restart();
  }

  List<EndDeviceEvent> events() {
    return kit
        .persistenceTestKit()
        .persistedInStorage("end-device|" + device.id().entityId())
        .stream()
        .map(EndDeviceEvent.class::cast)
        .toList();
  }
}
