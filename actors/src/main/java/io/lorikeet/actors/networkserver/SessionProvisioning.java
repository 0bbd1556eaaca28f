package io.lorikeet.actors.networkserver;

import akka.persistence.typed.javadsl.ReplyEffect;
import io.lorikeet.actors.broker.DevAddrBroker;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.AbpSession;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.Provision;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.ProvisionOutcome;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.Provisioned;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.Release;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.ProfileSet;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.Released;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.SessionPersonalized;
import io.lorikeet.actors.networkserver.DeviceSessionState.Known;
import io.lorikeet.protocol.id.DevAddr;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;

/** How a device comes to be served, and how that ends. Belongs to one {@link DeviceSession}. */
final class SessionProvisioning {

  /** A broker knows the device under its ABP address, or does not. */
  record AddressReady(Provision command, ProvisionOutcome outcome)
      implements DeviceSessionCommand {}

  private final SessionWork work;
  private final SessionUplinks uplinks;

  SessionProvisioning(SessionWork work, SessionUplinks uplinks) {
    this.work = work;
    this.uplinks = uplinks;
  }

  ReplyEffect<DeviceSessionEvent, DeviceSessionState> onProvision(
      DeviceSessionState state, Provision command) {
    if (isTaken(state, command)) {
      return work.effect().reply(command.replyTo(), Provisioned.of(ProvisionOutcome.TAKEN));
    }
    if (command.abp().isEmpty()) {
      return work.effect()
          .persist(new ProfileSet(command.profile(), Optional.empty()))
          .thenRun(after -> work.endDevice().ownedBy(command.profile().owner()))
          .thenReply(command.replyTo(), SessionProvisioning::provisioned);
    }
    work.askBroker(
        command.abp().get().devAddr(),
        replyTo -> new DevAddrBroker.AddSession(work.devEui(), replyTo),
        (done, failure) -> new AddressReady(command, outcome(done, failure)));
    return work.effect().noReply();
  }

  /** Another device has registered this DevEUI. */
  private static boolean isTaken(DeviceSessionState state, Provision command) {
    return state instanceof Known known
        && !known.profile().owner().equals(command.profile().owner());
  }

  private static ProvisionOutcome outcome(DevAddrBroker.Done done, Throwable failure) {
    if (failure != null) {
      return ProvisionOutcome.UNAVAILABLE;
    }
    return done.refused() ? ProvisionOutcome.DEV_ADDR_FULL : ProvisionOutcome.DONE;
  }

  ReplyEffect<DeviceSessionEvent, DeviceSessionState> onAddressReady(
      DeviceSessionState state, AddressReady ready) {
    var command = ready.command();
    var abp = command.abp().orElseThrow();
    if (ready.outcome() != ProvisionOutcome.DONE) {
      return work.effect().reply(command.replyTo(), Provisioned.of(ready.outcome()));
    }
    if (isTaken(state, command)) { // while the broker was asked
      if (!((Known) state).devAddrs().contains(abp.devAddr())) {
        work.forgetAddress(abp.devAddr());
      }
      return work.effect().reply(command.replyTo(), Provisioned.of(ProvisionOutcome.TAKEN));
    }
    var events = new ArrayList<DeviceSessionEvent>();
    boolean goesOn = hasSession(state, abp);
    events.add(
        new ProfileSet(command.profile(), goesOn ? abp.appKeyId() : Optional.<String>empty()));
    if (!goesOn) {
      events.add(
          new SessionPersonalized(
              abp.devAddr(),
              abp.nwkSKey(),
              command.at(),
              abp.keys11(),
              Optional.of(work.radio(command.profile()).builtIn()),
              abp.appKeyId()));
    }
    var before = state instanceof Known known ? known.devAddrs() : Set.<DevAddr>of();
    return work.effect()
        .persist(events)
        .thenRun(
            after -> {
              work.endDevice().ownedBy(command.profile().owner());
              work.forgetAddresses(before, after);
            })
        .thenReply(command.replyTo(), SessionProvisioning::provisioned);
  }

  private static Provisioned provisioned(DeviceSessionState state) {
    return new Provisioned(ProvisionOutcome.DONE, ((Known) state).past().rootKeys());
  }

  /** The same session keeps its counters: they must not start again. */
  private static boolean hasSession(DeviceSessionState state, AbpSession abp) {
    return state instanceof Known known
        && known
            .current()
            .filter(
                its ->
                    its.devAddr().equals(abp.devAddr())
                        && its.nwkSKey().equals(abp.nwkSKey())
                        && its.v11().map(Session11::keys).equals(abp.keys11()))
            .isPresent();
  }

  ReplyEffect<DeviceSessionEvent, DeviceSessionState> onRelease(Known state, Release command) {
    if (!state.profile().owner().equals(command.owner())) {
      return work.effect().reply(command.replyTo(), Provisioned.of(ProvisionOutcome.TAKEN));
    }
    var before = state.devAddrs();
    return work.effect()
        .persist(new Released(command.rootKeys()))
        .thenRun(
            after -> {
              uplinks.forget();
              work.forgetAddresses(before, after);
            })
        .thenReply(command.replyTo(), done -> Provisioned.of(ProvisionOutcome.DONE));
  }
}
