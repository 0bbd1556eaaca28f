package io.lorikeet.simulator.device;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.FrameCounter;
import io.lorikeet.protocol.frame.JoinAccept;
import io.lorikeet.protocol.frame.JoinContext;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.mac.MacCommands;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;

/** What a device makes of the frames it hears. */
final class Inbox {

  private static final int MAC_PORT = 0;

  private final DeviceIdentity identity;
  private final DeviceState state;
  private final Consumer<DeviceEvent> events;
  private final JoinInbox joins;

  /** What a frame was to the device. */
  enum Found {
    NOTHING,
    JOIN_ACCEPT,
    DOWNLINK,
    ACKNOWLEDGEMENT
  }

  Inbox(DeviceIdentity identity, DeviceState state, Consumer<DeviceEvent> events) {
    this.identity = identity;
    this.state = state;
    this.events = events;
    this.joins = new JoinInbox(state);
  }

  /**
   * @param asked the join- or rejoin-request that it waits for an answer to; after a join-request
   *     it hears nothing else
   */
  Found hear(Payload phy, Window window, Optional<JoinContext> asked) {
    var frame = PhyPayload.parseDownlink(phy);
    var found = Found.NOTHING;
    if (asked.isPresent() && frame instanceof JoinAccept accept) {
      found = join(accept, window, asked.get());
    }
    boolean joining = asked.filter(its -> its.request() == JoinContext.Request.JOIN).isPresent();
    if (!joining && frame instanceof DataFrame data) {
      found = state.session().map(known -> data(data, known, window)).orElse(Found.NOTHING);
    }
    if (found == Found.NOTHING && !isOfGroup(frame, window)) {
      events.accept(new DeviceEvent.DownlinkRejected(identity.devEui(), phy));
    }
    return found;
  }

  private Found join(JoinAccept accept, Window window, JoinContext asked) {
    var session = Optional.<Session>empty();
    if (identity instanceof DeviceIdentity.Otaa otaa) {
      session = joins.joined(accept, otaa);
    } else if (identity instanceof DeviceIdentity.Otaa11 otaa) {
      session = joins.joined(accept, otaa, asked);
    }
    if (session.isEmpty()) {
      return Found.NOTHING;
    }
    if (asked.request() == JoinContext.Request.REJOIN_2) {
      state.rekey(session.get());
    } else {
      state.begin(session.get());
    }
    events.accept(new DeviceEvent.Joined(identity.devEui(), session.get().devAddr, window));
    return Found.JOIN_ACCEPT;
  }

  private boolean isOfGroup(PhyPayload frame, Window window) {
    if (!(frame instanceof DataFrame data)) {
      return false;
    }
    var heard =
        state.groups.stream()
            .flatMap(group -> group.hear(identity.devEui(), data, window).stream())
            .findFirst();
    heard.ifPresent(events);
    return heard.isPresent();
  }

  private Found data(DataFrame frame, Session session, Window window) {
    long last = session.lastFCntDown(frame);
    long fCnt = FrameCounter.full(frame.fCnt16(), last);
    if (!frame.devAddr().equals(session.devAddr) || !session.signed(frame, fCnt)) {
      return Found.NOTHING;
    }
    if (fCnt == last) {
      events.accept(new DeviceEvent.DownlinkRepeated(identity.devEui(), fCnt));
      return Found.DOWNLINK;
    }
    session.accept(frame, fCnt);
    state.backOff.onDownlink();
    var clear = session.secrets.payload(frame, fCnt);
    obey(session.secrets.fOpts(frame, fCnt), frame.fPort(), clear, session, window);
    boolean application = frame.fPort() > MAC_PORT;
    events.accept(
        new DeviceEvent.DownlinkReceived(
            identity.devEui(),
            fCnt,
            frame.fPort(),
            application ? clear : Payload.empty(),
            frame.confirmed(),
            frame.fCtrl().ack(),
            window));
    return frame.fCtrl().ack() ? Found.ACKNOWLEDGEMENT : Found.DOWNLINK;
  }

  private void obey(Payload fOpts, int port, Payload clear, Session session, Window window) {
    var commands = new ArrayList<>(MacCommands.parse(Direction.DOWN, fOpts));
    if (port == MAC_PORT) {
      commands.addAll(MacCommands.parse(Direction.DOWN, clear));
    }
    state.mac.handle(commands, session, window);
    if (commands.stream().anyMatch(Greeting::isConfirmedBy)) {
      session.greets = false;
    }
    if (!commands.isEmpty()) {
      events.accept(new DeviceEvent.MacCommandsReceived(identity.devEui(), commands));
    }
  }
}
