package io.lorikeet.actors.networkserver;

import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.lorikeet.actors.FrameLog;
import io.lorikeet.actors.Hop;
import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.broker.DevAddrBroker;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinAccepted;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinRefused;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.HandleJoin;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.RejoinAnswer;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.RejoinOutcome;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.WantRejoin;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.RejoinCounted;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.RejoinWanted;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.SessionJoined;
import io.lorikeet.actors.networkserver.DeviceSessionState.Known;
import io.lorikeet.actors.networkserver.mac.MacParameters;
import io.lorikeet.actors.router.UplinkEnd;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.frame.RejoinRequest;
import io.lorikeet.protocol.id.DevAddr;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A device's joins and rejoins, up to the join-accept. Belongs to one {@link DeviceSession}.
 *
 * <p>The network checks rejoin-requests of type 0 and 2, which are signed with a key of the
 * session; the application side, which has the root keys, checks join-requests and type 1.
 */
final class SessionJoins {

  /** A broker knows the device under the address of its join, or does not. */
  record JoinReady(JoinAccepted accepted, boolean known) implements DeviceSessionCommand {}

  /** How many devices use an address that a join may get. */
  record AddressUsed(long windowId, DevAddr devAddr, int devices) implements DeviceSessionCommand {}

  private record Joining(
      Asked asked,
      DeduplicatedUplink uplink,
      DevAddr devAddr,
      OptionalInt rejoinType,
      Payload cfList) {}

  /** The type of rejoin-request that leaves a device its radio parameters. */
  private static final int KEEPS_RADIO = 2;

  private static final int SIGNED_BY_ROOT_KEY = 1;

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
    if (PhyPayload.parseUplink(command.uplink().phy()) instanceof RejoinRequest rejoin) {
      return onRejoin(state, command, rejoin);
    }
    chooseAddress(state, command, OptionalInt.empty());
    return work.effect().noReply();
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onRejoin(
      Known state, HandleJoin command, RejoinRequest rejoin) {
    if (!state.profile().version().splitsKeys()) {
      return verdict(command, UplinkEnd.UNSUPPORTED_VERSION);
    }
    var type = OptionalInt.of(rejoin.type());
    if (rejoin.type() == SIGNED_BY_ROOT_KEY) {
      chooseAddress(state, command, type);
      return work.effect().noReply();
    }
    var session =
        rejoin.netId().filter(work.settings().netId()::equals).isPresent()
            ? signer(state, rejoin)
            : Optional.<Session>empty();
    if (session.isEmpty()) {
      return verdict(command, UplinkEnd.BAD_MIC);
    }
    if (rejoin.rjCount() < session.get().v11().orElseThrow().nextRjCount0()) {
      return verdict(command, UplinkEnd.REJOIN_REPLAYED);
    }
    var before = state.devAddrs();
    return work.effect()
        .persist(new RejoinCounted(session.get().devAddr(), rejoin.rjCount()))
        .thenRun(
            after -> {
              work.forgetAddresses(before, after);
              chooseAddress((Known) after, command, type);
            })
        .thenNoReply();
  }

  /** The session that the device signed a rejoin-request of type 0 or 2 with. */
  private static Optional<Session> signer(Known state, RejoinRequest rejoin) {
    return state
        .sessions()
        .filter(
            session ->
                session
                    .v11()
                    .filter(its -> rejoin.hasValidMic(its.keys().sNwkSIntKey()))
                    .isPresent())
        .findFirst();
  }

  private void chooseAddress(Known state, HandleJoin command, OptionalInt rejoinType) {
    var candidates = work.settings().devAddrs().candidates(work.random(), state.devAddrs());
    if (candidates.size() == 1) {
      ask(state, command, candidates.get(0), rejoinType);
      return;
    }
    choice = Optional.of(new AddressChoice(command, candidates, rejoinType));
    candidates.forEach(devAddr -> askUse(command, devAddr));
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
    var open = choice.get();
    choice = Optional.empty();
    ask(state, open.command(), chosen.get(), open.rejoinType());
    return work.effect().noReply();
  }

  /** The application side decides. */
  private void ask(Known state, HandleJoin command, DevAddr devAddr, OptionalInt rejoinType) {
    var asked = new Asked(command.windowId(), command.replyTo());
    // The one before, if it is still open, is the same device's: it has given it up.
    joining.ifPresent(overtaken -> work.tell(overtaken.asked(), UplinkEnd.REPEATED));
    var cfList = cfList(state, command.uplink(), rejoinType);
    joining = Optional.of(new Joining(asked, command.uplink(), devAddr, rejoinType, cfList));
    work.endDevice()
        .join(
            command.uplink(),
            new EndDeviceNetworkCommand.JoinParameters(
                work.settings().netId(),
                devAddr,
                state.current().map(Session::devAddr),
                state.profile().settings(),
                cfList));
  }

  private static boolean keepsRadio(OptionalInt rejoinType) {
    return rejoinType.isPresent() && rejoinType.getAsInt() == KEEPS_RADIO;
  }

  /** Without the list of channels the join-accept fits where one with it would be too long. */
  private Payload cfList(Known state, DeduplicatedUplink uplink, OptionalInt rejoinType) {
    if (keepsRadio(rejoinType)) {
      return Payload.empty();
    }
    return windows(state, uplink, rejoinType).rx1().carries(JOIN_ACCEPT_WITH_LIST)
        ? work.cfList(state.profile())
        : Payload.empty();
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
    var before = state.devAddrs();
    return work.effect()
        .persist(
            new SessionJoined(
                accepted.devAddr(),
                accepted.nwkSKey(),
                accepted.startedAt(),
                accepted.keys11(),
                join.get().rejoinType(),
                radio(state.profile(), join.get())))
        .thenRun(
            after -> {
              work.forgetAddresses(before, after);
              onAccepted(join.get(), accepted);
              send(join.get(), accepted, state);
              work.tell(join.get().asked(), UplinkEnd.JOINED);
            })
        .thenNoReply();
  }

  private void onAccepted(Joining join, JoinAccepted accepted) {
    work.meters().reached(Hop.JOIN_ACCEPTED, join.uplink().receivedAt(), work.clock());
    FrameLog.joined(work.devEui(), accepted.devAddr(), join.uplink().receptions());
  }

  private ReceiveWindows windows(Known state, DeduplicatedUplink uplink, OptionalInt rejoinType) {
    var region = work.region(state.profile());
    return rejoinType.isPresent()
        ? ReceiveWindows.afterRejoin(region, uses(state), uplink.radio())
        : ReceiveWindows.afterJoin(region, uplink.radio());
  }

  /** What the device uses after this join; empty if it keeps what it has. */
  private Optional<MacParameters> radio(DeviceProfile profile, Joining join) {
    return keepsRadio(join.rejoinType())
        ? Optional.empty()
        : Optional.of(
            work.radio(profile).joined(join.cfList(), join.uplink().radio().frequencyHz()));
  }

  private void send(Joining join, JoinAccepted accepted, Known state) {
    var windows = windows(state, join.uplink(), join.rejoinType());
    var answers = new DownlinkAttempt.Answered(Optional.empty(), join.uplink().receivedAt());
    downlinks.send(
        DownlinkAttempt.start(
            new DownlinkAttempt.Frame(
                name(accepted), accepted.phy(), 0, Optional.empty(), Optional.of(answers)),
            windows.options(accepted.phy().size()),
            join.uplink().receptions()));
  }

  /** Of one join: an address comes again soon where an operator has few. */
  private String name(JoinAccepted accepted) {
    return work.devEui()
        + "-join-"
        + accepted.devAddr()
        + "-"
        + Long.toHexString(accepted.startedAt().toEpochMilli());
  }

  /** What a device that asks for new keys uses in the session it is in. */
  private MacParameters uses(Known state) {
    var negotiation = work.negotiation(state.profile());
    return state
        .current()
        .map(session -> negotiation.of(session).state().current())
        .orElseGet(() -> negotiation.radio().builtIn());
  }

  ReplyEffect<DeviceSessionEvent, DeviceSessionState> onJoinRefused(JoinRefused refused) {
    var end =
        switch (refused.reason()) {
          case UNKNOWN_DEVICE -> UplinkEnd.UNKNOWN_DEV_EUI;
          case JOIN_EUI_MISMATCH -> UplinkEnd.OTHER_JOIN_EUI;
          case BAD_MIC -> UplinkEnd.BAD_MIC;
          case DEV_NONCE_REUSED -> UplinkEnd.DEV_NONCE_REUSED;
          case JOIN_NONCES_USED_UP -> UplinkEnd.JOIN_NONCES_USED_UP;
        };
    var refusedOne = joining.filter(its -> its.devAddr().equals(refused.devAddr()));
    if (refusedOne.isPresent()) { // and not one that another join has overtaken
      work.tell(refusedOne.get().asked(), end);
      joining = Optional.empty();
    }
    return work.effect().noReply();
  }

  /** The device is told after its next uplink. */
  ReplyEffect<DeviceSessionEvent, DeviceSessionState> onWant(
      DeviceSessionState state, WantRejoin command) {
    var session = state instanceof Known known ? known.current() : Optional.<Session>empty();
    if (session.isEmpty()) {
      return work.effect().reply(command.replyTo(), new RejoinAnswer(RejoinOutcome.NOT_JOINED));
    }
    if (session.get().v11().isEmpty() || session.get().mac().isEmpty()) {
      return work.effect().reply(command.replyTo(), new RejoinAnswer(RejoinOutcome.UNSUPPORTED));
    }
    return work.effect()
        .persist(new RejoinWanted(command.request()))
        .thenReply(command.replyTo(), stored -> new RejoinAnswer(RejoinOutcome.ACCEPTED));
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> verdict(
      HandleJoin command, UplinkEnd end) {
    work.tell(new Asked(command.windowId(), command.replyTo()), end);
    return work.effect().noReply();
  }
}
