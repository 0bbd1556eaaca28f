package io.lorikeet.actors.handler;

import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.lorikeet.actors.handler.EndDeviceCommand.Change;
import io.lorikeet.actors.handler.EndDeviceCommand.Register;
import io.lorikeet.actors.handler.EndDeviceCommand.Registered;
import io.lorikeet.actors.handler.EndDeviceCommand.Remove;
import io.lorikeet.actors.handler.EndDeviceCommand.Removed;
import io.lorikeet.actors.handler.EndDeviceEvent.DeviceChanged;
import io.lorikeet.actors.handler.EndDeviceEvent.DeviceRegistered;
import io.lorikeet.actors.handler.EndDeviceEvent.DeviceRemoved;
import io.lorikeet.actors.handler.EndDeviceState.Absent;
import io.lorikeet.actors.handler.EndDeviceState.Present;
import io.lorikeet.actors.networkserver.DeviceSessionCommand;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.ProvisionOutcome;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.Provisioned;
import io.lorikeet.actors.networkserver.KeyId;
import io.lorikeet.protocol.id.DevEui;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a device comes to be, changes and goes: the network side first, so that a DevEUI has one
 * owner. Belongs to one {@link EndDevice}.
 */
final class DeviceProvisioning {

  /** The network side has answered. */
  record NetworkReady(EndDeviceCommand command, ProvisionOutcome outcome, List<RootKeyUse> rootKeys)
      implements EndDeviceInternal {}

  private static final Duration NETWORK_TIMEOUT = Duration.ofSeconds(4);

  private final DeviceWork work;
  private final DeviceOutbox outbox;

  DeviceProvisioning(DeviceWork work, DeviceOutbox outbox) {
    this.work = work;
    this.outbox = outbox;
  }

  ReplyEffect<EndDeviceEvent, EndDeviceState> onRegister(Absent state, Register command) {
    provision(command, command.registration(), command.at());
    return work.effect().noReply();
  }

  /** The same registration sent again is no error. */
  ReplyEffect<EndDeviceEvent, EndDeviceState> onRegisterAgain(Present state, Register command) {
    if (state.registration().equals(command.registration())) {
      return work.effect().reply(command.replyTo(), new Registered(state.registration()));
    }
    return work.reject(
        command.replyTo(),
        EndDeviceCommand.Reason.ALREADY_EXISTS,
        "the application has a device of this id");
  }

  ReplyEffect<EndDeviceEvent, EndDeviceState> onChange(Present state, Change command) {
    if (!state.registration().devEui().equals(command.registration().devEui())) {
      return work.reject(
          command.replyTo(),
          EndDeviceCommand.Reason.ALREADY_EXISTS,
          "dev_eui does not change: delete the device and register it again");
    }
    provision(command, command.registration(), command.at());
    return work.effect().noReply();
  }

  ReplyEffect<EndDeviceEvent, EndDeviceState> onRemove(Present state, Remove command) {
    askNetwork(
        state.registration().devEui(),
        command,
        replyTo -> new DeviceSessionCommand.Release(work.id(), state.pastUses(), replyTo));
    return work.effect().noReply();
  }

  private void provision(EndDeviceCommand command, EndDeviceRegistration registration, Instant at) {
    var abp =
        registration.activation() instanceof EndDeviceRegistration.Abp personalized
            ? Optional.of(
                new DeviceSessionCommand.AbpSession(
                    personalized.devAddr(),
                    personalized.nwkSKey(),
                    personalized.keys11(),
                    Optional.of(KeyId.of("app " + personalized.devAddr(), personalized.appSKey()))))
            : Optional.<DeviceSessionCommand.AbpSession>empty();
    askNetwork(
        registration.devEui(),
        command,
        replyTo -> new DeviceSessionCommand.Provision(registration.profile(), abp, at, replyTo));
  }

  private void askNetwork(
      DevEui devEui,
      EndDeviceCommand command,
      Function<ActorRef<Provisioned>, DeviceSessionCommand> question) {
    work.context()
        .ask(
            Provisioned.class,
            work.neighbours().sessions(),
            NETWORK_TIMEOUT,
            replyTo -> new ShardingEnvelope<>(devEui.toString(), question.apply(replyTo)),
            (provisioned, failure) ->
                failure == null
                    ? new NetworkReady(command, provisioned.outcome(), provisioned.rootKeys())
                    : new NetworkReady(command, ProvisionOutcome.UNAVAILABLE, List.of()));
  }

  ReplyEffect<EndDeviceEvent, EndDeviceState> onNetworkReady(
      EndDeviceState state, NetworkReady ready) {
    if (ready.command() instanceof Register register) {
      if (ready.outcome() != ProvisionOutcome.DONE) {
        return refuse(register.replyTo(), ready.outcome());
      }
      if (state instanceof Present present) {
        return onRegisterAgain(present, register); // another one was faster
      }
      return outbox
          .persist(
              List.of(
                  new DeviceRegistered(register.registration(), register.at(), ready.rootKeys())))
          .thenReply(register.replyTo(), stored -> new Registered(register.registration()));
    }
    if (ready.command() instanceof Change change) {
      if (ready.outcome() != ProvisionOutcome.DONE || state instanceof Absent) {
        return refuse(change.replyTo(), ready.outcome());
      }
      return outbox
          .persist(List.of(new DeviceChanged(change.registration(), change.at())))
          .thenReply(change.replyTo(), stored -> new Registered(change.registration()));
    }
    var remove = (Remove) ready.command();
    if (ready.outcome() == ProvisionOutcome.UNAVAILABLE || state instanceof Absent) {
      return refuse(remove.replyTo(), ready.outcome());
    }
    return work.effect()
        .persist(new DeviceRemoved(remove.at()))
        .thenRun(
            stored ->
                outbox.append(
                    EndDeviceState.changed(
                        work.id(), remove.at(), ApplicationMessage.Change.DELETE)))
        .thenReply(remove.replyTo(), stored -> new Removed());
  }

  private ReplyEffect<EndDeviceEvent, EndDeviceState> refuse(
      ActorRef<EndDeviceCommand.Reply> replyTo, ProvisionOutcome outcome) {
    return switch (outcome) {
      case DONE ->
          work.reject(
              replyTo, EndDeviceCommand.Reason.NOT_FOUND, "the device was removed meanwhile");
      case TAKEN ->
          work.reject(
              replyTo,
              EndDeviceCommand.Reason.DEV_EUI_TAKEN,
              "another device is registered with this dev_eui");
      case DEV_ADDR_FULL ->
          work.reject(
              replyTo,
              EndDeviceCommand.Reason.DEV_EUI_TAKEN,
              "dev_addr has as many devices as it may");
      case UNAVAILABLE ->
          work.reject(
              replyTo,
              EndDeviceCommand.Reason.UNAVAILABLE,
              "the network side does not answer now, try again");
    };
  }
}
