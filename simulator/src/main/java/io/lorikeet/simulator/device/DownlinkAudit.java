package io.lorikeet.simulator.device;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.FrameCounter;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Watches every frame sent to one session, heard or not, for counters used twice: the key stream
 * depends on the counter, so two frames with one counter give away both.
 */
final class DownlinkAudit {

  private static final int FRAMES_KEPT = 10_000;

  private final DevAddr devAddr;
  private final Signature signature;
  private final Map<Long, Payload> frames = new LinkedHashMap<>();
  private long highest;

  /** Whether a frame was signed with a counter. */
  interface Signature {
    boolean matches(DataFrame frame, long fCnt);
  }

  /**
   * @param highest the highest counter there was before, or {@link FrameCounter#NONE}
   */
  DownlinkAudit(DevAddr devAddr, Signature signature, long highest) {
    this.devAddr = devAddr;
    this.signature = signature;
    this.highest = highest;
  }

  /** What is wrong with this frame; frames of other sessions are not looked at. */
  Optional<DeviceEvent.Violation> check(DevEui device, DataFrame frame) {
    var counter = counter(frame);
    if (!frame.devAddr().equals(devAddr) || counter.isEmpty()) {
      return Optional.empty();
    }
    long fCnt = counter.getAsLong();
    var before = frames.putIfAbsent(fCnt, frame.phy());
    if (frames.size() > FRAMES_KEPT) {
      frames.remove(frames.keySet().iterator().next());
    }
    if (before != null) {
      return before.equals(frame.phy())
          ? Optional.empty()
          : Optional.of(new DeviceEvent.CounterReused(device, fCnt, before, frame.phy()));
    }
    if (fCnt <= highest) {
      return Optional.of(new DeviceEvent.CounterWentBack(device, fCnt, highest, frame.phy()));
    }
    highest = fCnt;
    return Optional.empty();
  }

  /** The counter it was really signed with, forward or back. */
  private OptionalLong counter(DataFrame frame) {
    long forward = FrameCounter.full(frame.fCnt16(), highest);
    if (signature.matches(frame, forward)) {
      return OptionalLong.of(forward);
    }
    long back = forward - 0x1_0000L;
    return back >= 0 && signature.matches(frame, back)
        ? OptionalLong.of(back)
        : OptionalLong.empty();
  }
}
