package io.lorikeet.actors.networkserver;

import akka.Done;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import io.lorikeet.actors.LeftOut;
import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.broker.DevAddrBroker;
import io.lorikeet.actors.broker.Verdict;
import io.lorikeet.actors.gateway.DownlinkFrame;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.gateway.GatewayCommand.ScheduleDownlink;
import io.lorikeet.actors.handler.ApplicationLog;
import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.handler.ApplicationUplink;
import io.lorikeet.actors.handler.DownlinkMessage;
import io.lorikeet.actors.handler.EndDevice;
import io.lorikeet.actors.handler.EndDeviceCommand;
import io.lorikeet.actors.handler.EndDeviceEvent;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.handler.EndDeviceRegistration;
import io.lorikeet.actors.handler.EndDeviceSettings;
import io.lorikeet.actors.handler.EndDeviceState;
import io.lorikeet.actors.handler.LogSettings;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.actors.testing.Heard;
import io.lorikeet.actors.testing.NamesInMemory;
import io.lorikeet.actors.testing.TestSystem;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.mac.ForceRejoin.ForceRejoinReq;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Both sides of one device, whose messages reach each other, and gateways that obey. Tests with it
 * are {@code @Isolated}: it waits for milliseconds only until all is quiet.
 */
final class BothSides {

  private static final Duration MOMENT = Duration.ofMillis(3);

  /** When a device that waits a second for its first window must be answered. */
  private static final Duration ANSWER_DUE = Duration.ofMillis(600);

  private static final LogSettings LOG =
      new LogSettings(
          1,
          1_000,
          10,
          100,
          100,
          Duration.ofSeconds(1),
          new LogSettings.Retry(Duration.ofMillis(250), Duration.ofSeconds(4)));

  private final TestSystem network;
  private final Mail<ShardingEnvelope<EndDeviceCommand>> toHandler;
  private final Mail<ShardingEnvelope<DevAddrBroker.Command>> toBrokers;
  private final Mail<ShardingEnvelope<GatewayCommand>> toGateways;
  private final Mail<ShardingEnvelope<DeviceSessionCommand>> toSession;
  private final Mail<ShardingEnvelope<ApplicationLog.Command>> toLog;
  private final Mail<Verdict> verdicts;
  private final TestProbe<EndDeviceCommand.Reply> replies;
  private final TestProbe<Object> nobody;
  private final EventSourcedBehaviorTestKit<
          DeviceSessionCommand, DeviceSessionEvent, DeviceSessionState>
      session;
  private EventSourcedBehaviorTestKit<EndDeviceCommand, EndDeviceEvent, EndDeviceState> handler;
  private final List<Payload> transmitted = new ArrayList<>();
  private final List<ScheduleDownlink> scheduled = new ArrayList<>();
  private final List<ApplicationMessage> logged = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private long windows;
  private long moves;
  private int restores;

  BothSides(TestSystem network, DevEui devEui, EndDeviceId id) {
    this.network = network;
    toHandler = mail();
    toBrokers = mail();
    toGateways = mail();
    toSession = mail();
    toLog = mail();
    verdicts = mail();
    replies = network.probe();
    nobody = network.probe();
    session =
        network.entity(
            DeviceSession.create(
                devEui,
                SessionUnderTest.SETTINGS,
                new DeviceSession.Neighbours(toHandler.ref(), toBrokers.ref(), toGateways.ref()),
                network.clock,
                new Random(7)));
    handler = handler(id);
  }

  /** What was sent to a neighbour and not looked at yet. */
  private record Mail<T>(ActorRef<T> ref, Queue<T> queue) {}

  private <T> Mail<T> mail() {
    var queue = new ConcurrentLinkedQueue<T>();
    ActorRef<T> ref =
        network
            .kit()
            .spawn(
                Behaviors.receiveMessage(
                    message -> {
                      queue.add(message);
                      return Behaviors.same();
                    }));
    return new Mail<>(ref, queue);
  }

  private EventSourcedBehaviorTestKit<EndDeviceCommand, EndDeviceEvent, EndDeviceState> handler(
      EndDeviceId id) {
    return network.entity(
        EndDevice.create(
            id,
            new EndDeviceSettings(
                3,
                false,
                Duration.ofSeconds(2),
                100,
                new EndDeviceSettings.Unprompted(Duration.ofSeconds(10), Duration.ofSeconds(30))),
            new EndDevice.Neighbours(
                toSession.ref(),
                toLog.ref(),
                LOG,
                new EndDevice.Outside(new NamesInMemory(), network.clock))));
  }

  // What people do.

  EndDeviceCommand.Reply register(EndDeviceRegistration registration) {
    return ask(new EndDeviceCommand.Register(registration, network.clock.instant(), replies.ref()));
  }

  EndDeviceCommand.Reply change(EndDeviceRegistration registration) {
    return ask(new EndDeviceCommand.Change(registration, network.clock.instant(), replies.ref()));
  }

  EndDeviceCommand.Reply remove() {
    return ask(new EndDeviceCommand.Remove(network.clock.instant(), replies.ref()));
  }

  DeviceSessionCommand.RejoinOutcome wantRejoin(ForceRejoinReq request) {
    var answers = network.<DeviceSessionCommand.RejoinAnswer>probe();
    session.runCommand(new DeviceSessionCommand.WantRejoin(request.encode(), answers.ref()));
    return answers.receiveMessage().outcome();
  }

  /** From now on the application side is a device with another name. */
  void named(EndDeviceId id) {
    handler = handler(id);
  }

  void queue(String id, boolean confirmed) {
    ask(
        new EndDeviceCommand.QueueDownlink(
            new DownlinkMessage(
                id,
                2,
                Payload.of(id.getBytes(StandardCharsets.US_ASCII)),
                confirmed,
                DownlinkMessage.Schedule.LAST,
                Optional.empty(),
                Optional.empty()),
            network.clock.instant(),
            replies.ref()));
  }

  private EndDeviceCommand.Reply ask(EndDeviceCommand command) {
    handler.runCommand(command);
    pump();
    return replies.receiveMessage();
  }

  // What the device does.

  /** Hears a data frame in SF7 on 868.1 MHz, and lets the time of its windows pass. */
  Outcome hear(Payload phy) {
    return hear(phy, Heard.SF7);
  }

  Outcome hear(Payload phy, Radio radio) {
    var heard = Heard.frame(phy, network.clock.instant(), 1);
    return settle(
        new DeviceSessionCommand.HandleUplink(
            windows++, new DeduplicatedUplink(phy, radio, heard.receptions()), verdicts.ref()));
  }

  Outcome hearJoin(Payload phy) {
    return settle(
        new DeviceSessionCommand.HandleJoin(
            windows++, Heard.frame(phy, network.clock.instant(), 1), verdicts.ref()));
  }

  private Outcome settle(DeviceSessionCommand command) {
    int before = outcomes.size();
    session.runCommand(command);
    pump();
    network.passAtOnce(ANSWER_DUE);
    pump();
    network.passAtOnce(Duration.ofSeconds(8));
    pump();
    return outcomes.size() > before ? outcomes.get(outcomes.size() - 1) : Outcome.OVERLOADED;
  }

  /** The last frame that a gateway was given; it is given away only once. */
  Payload sent() {
    var last = transmitted.get(transmitted.size() - 1);
    transmitted.clear();
    return last;
  }

  boolean nothingSent() {
    return transmitted.isEmpty();
  }

  /** The request that the last frame was given to a gateway with. */
  ScheduleDownlink lastScheduled() {
    return scheduled.get(scheduled.size() - 1);
  }

  // What is known.

  List<String> payloads() {
    return logged.stream()
        .filter(ApplicationUplink.class::isInstance)
        .map(ApplicationUplink.class::cast)
        .map(its -> new String(its.content().payload().toBytes(), StandardCharsets.US_ASCII))
        .toList();
  }

  <T extends ApplicationMessage> List<T> logged(Class<T> type) {
    return logged.stream().filter(type::isInstance).map(type::cast).toList();
  }

  DeviceSessionState.Known known() {
    return (DeviceSessionState.Known) session.getState();
  }

  EndDeviceState.Present present() {
    return (EndDeviceState.Present) handler.getState();
  }

  /** What is done with both sides after their store was brought back from an old copy. */
  void restored(int by) {
    restored("another " + ++restores, by);
  }

  /** The same name again: it broke off, and is done once more. */
  void restored(String name, int by) {
    var done = network.<Done>probe();
    session.runCommand(new DeviceSessionCommand.SkipCounters(new LeftOut(name, by), done.ref()));
    handler.runCommand(EndDevice.skipJoinNonces(by, done.ref()));
    done.expectMessage(Done.getInstance());
    done.expectMessage(Done.getInstance());
  }

  void restart() {
    session.restart();
    handler.restart();
    pump();
  }

  // The neighbours.

  private void pump() {
    for (int quiet = 0; quiet < 2; quiet = moves == 0 ? quiet + 1 : 0) {
      moves = 0;
      drain(
          toSession,
          its -> {
            session.runCommand(its.message());
          });
      drain(
          toBrokers,
          its -> {
            if (its.message() instanceof DevAddrBroker.AddSession add) {
              add.replyTo().tell(new DevAddrBroker.Done(false));
            }
          });
      drain(toHandler, its -> handler.runCommand(its.message()));
      drain(
          toLog,
          its -> {
            var append = (ApplicationLog.Append) its.message();
            logged.add(append.message());
            append.replyTo().tell(new ApplicationLog.Appended(append.message().id()));
          });
      drain(toGateways, its -> gateway((ScheduleDownlink) its.message()));
      drain(verdicts, its -> outcomes.add(its.outcome()));
      session.getState();
      handler.getState();
      if (moves == 0) {
        nobody.expectNoMessage(MOMENT); // what is on its way arrives
      }
    }
  }

  private <T> void drain(Mail<T> mail, Consumer<T> handle) {
    for (var message = mail.queue().poll(); message != null; message = mail.queue().poll()) {
      moves++;
      handle.accept(message);
    }
  }

  private void gateway(ScheduleDownlink command) {
    var request = command.request();
    transmitted.add(request.phy());
    scheduled.add(command);
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
                request.requestId(), GatewayCommand.Outcome.ACCEPTED, Optional.of(frame)));
  }
}
