package io.lorikeet.simulator.device;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.crypto.SessionKeyDerivation;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.FrameCounter;
import io.lorikeet.protocol.frame.JoinAccept;
import io.lorikeet.protocol.frame.JoinAcceptContents;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.mac.MacCommands;
import java.util.ArrayList;
import java.util.function.Consumer;

/** What a device makes of the frames it hears. */
final class Inbox {

  private static final int MAC_PORT = 0;

  private final DeviceIdentity identity;
  private final DeviceState state;
  private final Consumer<DeviceEvent> events;

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
  }

  /**
   * @param joining whether it waits for a join-accept; it hears nothing else then
   */
  Found hear(Payload phy, Window window, boolean joining) {
    var frame = PhyPayload.parseDownlink(phy);
    var found = Found.NOTHING;
    if (joining && frame instanceof JoinAccept accept) {
      found = join(accept, window);
    }
    if (!joining && frame instanceof DataFrame data) {
      found = state.session().map(known -> data(data, known, window)).orElse(Found.NOTHING);
    }
    if (found == Found.NOTHING) {
      events.accept(new DeviceEvent.DownlinkRejected(identity.devEui(), phy));
    }
    return found;
  }

  private Found join(JoinAccept accept, Window window) {
    if (!(identity instanceof DeviceIdentity.Otaa otaa)) {
      return Found.NOTHING;
    }
    var contents = JoinAcceptContents.decode10(accept, otaa.appKey());
    if (contents.isEmpty()) {
      return Found.NOTHING;
    }
    var keys =
        SessionKeyDerivation.derive10(
            otaa.appKey(),
            contents.get().joinNonce(),
            contents.get().netId(),
            state.lastDevNonce());
    var session = Session.joined(contents.get(), keys, state.region);
    state.begin(session);
    events.accept(new DeviceEvent.Joined(otaa.devEui(), session.devAddr, window));
    return Found.JOIN_ACCEPT;
  }

  private Found data(DataFrame frame, Session session, Window window) {
    long fCnt = FrameCounter.full(frame.fCnt16(), session.fCntDown);
    if (!frame.devAddr().equals(session.devAddr)
        || !DataCrypto.hasValidMic10(frame, session.keys.nwkSKey(), fCnt)) {
      return Found.NOTHING;
    }
    if (fCnt == session.fCntDown) {
      events.accept(new DeviceEvent.DownlinkRepeated(identity.devEui(), fCnt));
      return Found.DOWNLINK;
    }
    session.fCntDown = fCnt;
    session.acknowledge |= frame.confirmed();
    var clear = clear(frame, session, fCnt);
    obey(frame, clear, session);
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

  private void obey(DataFrame frame, Payload clear, Session session) {
    var commands = new ArrayList<>(MacCommands.parse(Direction.DOWN, frame.fOpts()));
    if (frame.fPort() == MAC_PORT) {
      commands.addAll(MacCommands.parse(Direction.DOWN, clear));
    }
    state.mac.handle(commands, session);
    if (!commands.isEmpty()) {
      events.accept(new DeviceEvent.MacCommandsReceived(identity.devEui(), commands));
    }
  }

  private static Payload clear(DataFrame frame, Session session, long fCnt) {
    var key = frame.fPort() == MAC_PORT ? session.keys.nwkSKey() : session.keys.appSKey();
    return DataCrypto.crypt(key, Direction.DOWN, session.devAddr, fCnt, frame.frmPayload());
  }
}
