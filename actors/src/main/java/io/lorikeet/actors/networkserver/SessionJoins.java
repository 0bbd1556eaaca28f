package io.lorikeet.actors.networkserver;

import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.broker.DevAddrBroker;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinAccepted;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinRefused;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.HandleJoin;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.SessionJoined;
import io.lorikeet.actors.networkserver.DeviceSessionState.Known;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import java.time.Duration;
import java.util.Optional;

/** A device's joins, up to the join-accept. Belongs to one {@link DeviceSession}. */
final class SessionJoins {

  /** A broker knows the device under the address of its join, or does not. */
  record JoinReady(JoinAccepted accepted, boolean known) implements DeviceSessionCommand {}

  /** How many devices use an address that a join may get. */
  record AddressUsed(long windowId, DevAddr devAddr, int devices) implements DeviceSessionCommand {}

  private record Joining(Asked asked, DeduplicatedUplink uplink, DevAddr devAddr) {}

  /** The device listens 5 s after its request, and an address that is not known by then is none. */
  private static final Duration USE_TIMEOUT = Duration.ofSeconds(1);

  /** Bytes of a join-accept that tells channels. */
  private static final int JOIN_ACCEPT_WITH_LIST = 33;

  private final SessionWork work;
  private final DownlinkSender downlinks;
  private Optional<Joining> joining = Optional.empty();
  private Optional<AddressChoice> choice = Optional.empty();

  SessionJoins(SessionWork work, DownlinkSender downlinks) {
    this.work = work;
    this.downlinks = downlinks;
  }

  ReplyEffect<DeviceSessionEvent, DeviceSessionState> onJoin(Known state, HandleJoin command) {
    var candidates = work.settings().devAddrs().candidates(work.random(), state.devAddrs());
    if (candidates.size() == 1) {
      return join(state, command, candidates.get(0));
    }
    choice = Optional.of(new AddressChoice(command, candidates));
    candidates.forEach(devAddr -> askUse(command, devAddr));
    return work.effect().noReply();
  }

  private void askUse(HandleJoin command, DevAddr devAddr) {
    work.context()
        .ask(
            DevAddrBroker.InUse.class,
            work.neighbours().brokers(),
            USE_TIMEOUT,
            replyTo ->
                new ShardingEnvelope<>(devAddr.toString(), new DevAddrBroker.CountDevices(replyTo)),
            (inUse, failure) ->
                new AddressUsed(
                    command.windowId(),
                    devAddr,
                    failure == null ? inUse.devices() : Integer.MAX_VALUE));
  }

  /** Goes on when all candidates are known; one whose broker is away counts as full. */
  ReplyEffect<DeviceSessionEvent, DeviceSessionState> onAddressUsed(Known state, AddressUsed used) {
    var chosen = choice.filter(its -> its.isOf(used)).flatMap(its -> its.leastUsed(used));
    if (chosen.isEmpty()) {
      return work.effect().noReply();
    }
    var command = choice.get().command();
    choice = Optional.empty();
    return join(state, command, chosen.get());
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> join(
      Known state, HandleJoin command, DevAddr devAddr) {
    var asked = new Asked(command.windowId(), command.replyTo());
    // The one before, if it is still open, is the same device's: it has given it up.
    joining.ifPresent(overtaken -> work.tell(overtaken.asked(), Outcome.REPEATED));
    joining = Optional.of(new Joining(asked, command.uplink(), devAddr));
    work.endDevice()
        .join(
            command.uplink(),
            new EndDeviceNetworkCommand.JoinParameters(
                work.settings().netId(),
                devAddr,
                state.current().map(Session::devAddr),
                state.profile().settings(),
                cfList(state.profile(), command.uplink())));
    return work.effect().noReply();
  }

  /** Without the list of channels the join-accept fits where one with it would be too long. */
  private Payload cfList(DeviceProfile profile, DeduplicatedUplink uplink) {
    var windows = ReceiveWindows.afterJoin(work.region(profile), uplink.radio());
    return windows.rx1().carries(JOIN_ACCEPT_WITH_LIST) ? work.cfList(profile) : Payload.empty();
  }

  ReplyEffect<DeviceSessionEvent, DeviceSessionState> onJoinAccepted(JoinAccepted accepted) {
    work.askBroker(
        accepted.devAddr(),
        replyTo -> new DevAddrBroker.AddSession(work.devEui(), replyTo),
        (done, failure) -> new JoinReady(accepted, failure == null && !done.refused()));
    return work.effect().noReply();
  }

  ReplyEffect<DeviceSessionEvent, DeviceSessionState> onJoinReady(Known state, JoinReady ready) {
    var accepted = ready.accepted();
    var join = joining.filter(its -> its.devAddr().equals(accepted.devAddr()));
    if (join.isEmpty() || !ready.known()) { // overtaken, or the broker is away: it joins again
      if (!state.devAddrs().contains(accepted.devAddr())) {
        work.forgetAddress(accepted.devAddr());
      }
      return work.effect().noReply();
    }
    joining = Optional.empty();
    var uplink = join.get().uplink();
    var before = state.devAddrs();
    return work.effect()
        .persist(new SessionJoined(accepted.devAddr(), accepted.nwkSKey(), accepted.startedAt()))
        .thenRun(
            after -> {
              work.forgetAddresses(before, after);
              var windows = ReceiveWindows.afterJoin(work.region(state.profile()), uplink.radio());
              downlinks.send(
                  DownlinkAttempt.start(
                      work.devEui() + "-join-" + accepted.devAddr(),
                      accepted.phy(),
                      0,
                      Optional.empty(),
                      windows.options(accepted.phy().size()),
                      uplink.receptions()));
              work.tell(join.get().asked(), Outcome.JOINED);
            })
        .thenNoReply();
  }

  ReplyEffect<DeviceSessionEvent, DeviceSessionState> onJoinRefused(JoinRefused refused) {
    var outcome =
        switch (refused.reason()) {
          case UNKNOWN_DEVICE, JOIN_EUI_MISMATCH -> Outcome.UNKNOWN_DEVICE;
          case BAD_MIC -> Outcome.BAD_MIC;
          case DEV_NONCE_REUSED, JOIN_NONCES_USED_UP -> Outcome.DEV_NONCE_REUSED;
        };
    var refusedOne = joining.filter(its -> its.devAddr().equals(refused.devAddr()));
    if (refusedOne.isPresent()) { // and not one that another join has overtaken
      work.tell(refusedOne.get().asked(), outcome);
      joining = Optional.empty();
    }
    return work.effect().noReply();
  }
}
