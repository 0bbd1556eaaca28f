package io.lorikeet.gatewaybridge.semtech;

import io.lorikeet.actors.router.UplinkFrame;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The frames whose outcome is not known, oldest first. */
final class HeldFrames {

  private static final class Held {
    final UplinkFrame frame;
    final long since;
    long interval;
    long resendAt;

    Held(UplinkFrame frame, long since, long interval) {
      this.frame = frame;
      this.since = since;
      this.interval = interval;
      this.resendAt = since + interval;
    }
  }

  private final Map<Long, Held> frames = new LinkedHashMap<>();
  private final SemtechSettings.Hold settings;

  HeldFrames(SemtechSettings.Hold settings) {
    this.settings = settings;
  }

  boolean full() {
    return frames.size() >= settings.maxHeld();
  }

  int size() {
    return frames.size();
  }

  boolean isEmpty() {
    return frames.isEmpty();
  }

  void add(UplinkFrame frame, long nowMillis) {
    frames.put(frame.receptionId(), new Held(frame, nowMillis, settings.resendAfter().toMillis()));
  }

  /** Whether it was held until now. */
  boolean settle(long receptionId) {
    return frames.remove(receptionId) != null;
  }

  /** Forgets what has been held for too long, and says how many that were. */
  int expire(long nowMillis) {
    int count = 0;
    var oldest = frames.values().iterator();
    while (oldest.hasNext() && nowMillis - oldest.next().since >= settings.holdTime().toMillis()) {
      oldest.remove();
      count++;
    }
    return count;
  }

  /** Gives the frames that are due to {@code router} again, and says how many that were. */
  int resend(long nowMillis, Consumer<UplinkFrame> router) {
    int count = 0;
    for (var held : frames.values()) {
      if (nowMillis - held.since < settings.resendAfter().toMillis()) {
        // All that follow are younger.
        break;
      }
      if (nowMillis >= held.resendAt) {
        held.interval = Math.min(2 * held.interval, settings.resendLimit().toMillis());
        held.resendAt = nowMillis + held.interval;
        router.accept(held.frame);
        count++;
      }
    }
    return count;
  }
}
