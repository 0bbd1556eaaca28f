package io.lorikeet.actors.networkserver;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.japi.function.Function2;
import akka.persistence.typed.javadsl.EffectFactories;
import io.lorikeet.actors.Meters;
import io.lorikeet.actors.NetworkMeters;
import io.lorikeet.actors.broker.DevAddrBroker;
import io.lorikeet.actors.broker.Verdict;
import io.lorikeet.actors.networkserver.DeviceSession.Neighbours;
import io.lorikeet.actors.networkserver.DeviceSessionState.Known;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.actors.router.UplinkEnd;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.region.Region;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What the parts of one {@link DeviceSession} share.
 *
 * @param effect makes the effects of its command handlers
 */
record SessionWork(
    DevEui devEui,
    NetworkServerSettings settings,
    Neighbours neighbours,
    Environment environment,
    EndDeviceLink endDevice,
    EffectFactories<DeviceSessionEvent, DeviceSessionState> effect,
    PlanRadios radios) {

  private static final Duration BROKER_TIMEOUT = Duration.ofSeconds(3);

  /** The actor and what it must not make up itself. */
  record Environment(
      ActorContext<DeviceSessionCommand> context,
      TimerScheduler<DeviceSessionCommand> timers,
      Clock clock,
      RandomGenerator random) {}

  ActorContext<DeviceSessionCommand> context() {
    return environment.context();
  }

  TimerScheduler<DeviceSessionCommand> timers() {
    return environment.timers();
  }

  Clock clock() {
    return environment.clock();
  }

  RandomGenerator random() {
    return environment.random();
  }

  /** The brokers of addresses that this device has left need not ask it any more. */
  void forgetAddresses(Set<DevAddr> before, DeviceSessionState after) {
    var kept = after instanceof Known known ? known.devAddrs() : Set.<DevAddr>of();
    before.stream().filter(devAddr -> !kept.contains(devAddr)).forEach(this::forgetAddress);
  }

  void forgetAddress(DevAddr devAddr) {
    neighbours
        .brokers()
        .tell(
            new ShardingEnvelope<>(
                devAddr.toString(),
                new DevAddrBroker.RemoveSession(devEui, context().getSystem().ignoreRef())));
  }

  void askBroker(
      DevAddr devAddr,
      Function<ActorRef<DevAddrBroker.Done>, DevAddrBroker.Command> command,
      Function2<DevAddrBroker.Done, Throwable, DeviceSessionCommand> then) {
    context()
        .ask(
            DevAddrBroker.Done.class,
            neighbours.brokers(),
            BROKER_TIMEOUT,
            replyTo -> new ShardingEnvelope<>(devAddr.toString(), command.apply(replyTo)),
            then);
  }

  /** The region as the device's plan uses it, in the revision that the device follows. */
  Region region(DeviceProfile profile) {
    return radio(profile).region();
  }

  DeviceRadio radio(DeviceProfile profile) {
    return radios.of(profile);
  }

  SessionNegotiation negotiation(DeviceProfile profile) {
    return new SessionNegotiation(radio(profile));
  }

  /** What a join-accept tells the device of the plan's channels. */
  Payload cfList(DeviceProfile profile) {
    return radio(profile).plan().cfList(profile.revision());
  }

  HeardOn heardOn(DeviceProfile profile, Radio radio) {
    var shared = radio(profile);
    return new HeardOn(shared.region(), shared.plan().deviceChannels(), radio);
  }

  NetworkMeters meters() {
    return Meters.network(context().getSystem());
  }

  void tell(Asked asked, UplinkEnd end) {
    asked.replyTo().tell(Verdict.of(asked.windowId(), devEui, end));
  }
}
