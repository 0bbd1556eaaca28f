package io.lorikeet.simulator.device;

import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.FrameCounter;
import io.lorikeet.protocol.id.DevEui;
import java.util.Optional;

/** A multicast group as one of its devices hears it; changes as it is used. */
final class Group {

  private final GroupMembership membership;
  private final DownlinkAudit audit;
  private long fCntDown = FrameCounter.NONE;

  Group(GroupMembership membership) {
    this.membership = membership;
    this.audit = new DownlinkAudit(membership.mcAddr(), this::signed, FrameCounter.NONE);
  }

  GroupMembership membership() {
    return membership;
  }

  private boolean signed(DataFrame frame, long fCnt) {
    return DataCrypto.hasValidMic10(frame, membership.keys().nwkSKey(), fCnt);
  }

  Optional<DeviceEvent.Violation> audit(DevEui device, DataFrame frame) {
    return audit.check(device, frame);
  }

  /** What the device makes of a frame; empty if it is none of this group. */
  Optional<DeviceEvent> hear(DevEui device, DataFrame frame, Window window) {
    long fCnt = FrameCounter.full(frame.fCnt16(), fCntDown);
    if (!frame.devAddr().equals(membership.mcAddr()) || !signed(frame, fCnt)) {
      return Optional.empty();
    }
    if (fCnt == fCntDown) {
      return Optional.of(new DeviceEvent.DownlinkRepeated(device, fCnt));
    }
    fCntDown = fCnt;
    var clear =
        DataCrypto.crypt(
            membership.keys().appSKey(),
            Direction.DOWN,
            membership.mcAddr(),
            fCnt,
            frame.frmPayload());
    return Optional.of(
        new DeviceEvent.MulticastReceived(
            device, membership.mcAddr(), fCnt, frame.fPort(), clear, window));
  }
}
