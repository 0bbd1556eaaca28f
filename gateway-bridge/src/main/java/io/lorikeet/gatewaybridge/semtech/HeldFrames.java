package io.lorikeet.gatewaybridge.semtech;

import io.lorikeet.actors.router.UplinkFrame;
import io.lorikeet.protocol.Payload;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** The frames whose outcome is not known, oldest first. */
final class HeldFrames {

  private static final class Held {
    final UplinkFrame frame;
    final long since;
    final long sender;
    long interval;
    long handedOver;

    /** By a node that has gone: how long it takes says nothing of the others. */
    boolean taken;

    Held(UplinkFrame frame, long since, long interval) {
      this.frame = frame;
      this.since = since;
      this.sender = sender(frame.phy());
      this.interval = interval;
      this.handedOver = since;
    }

    Payload phy() {
      return frame.phy();
    }
  }

  /** Of frames that say no DevAddr. */
  private static final long NOBODY = -1;

  /** More of one sender than a device can have sent while a shard moves. */
  private static final int MAX_AT_ONCE = 64;

  private static final int MTYPE_FIRST_DATA = 2;
  private static final int MTYPE_LAST_DATA = 5;

  private final Map<Long, Held> frames = new LinkedHashMap<>();

  /** The same by their senders, without those of {@link #NOBODY}. */
  private final Map<Long, Set<Held>> bySender = new HashMap<>();

  private final SemtechSettings.Hold settings;
  private final SettleTime settleTime;

  /**
   * @param settleTime of all connections of the node
   */
  HeldFrames(SemtechSettings.Hold settings, SettleTime settleTime) {
    this.settings = settings;
    this.settleTime = settleTime;
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
    var held = new Held(frame, nowMillis, settings.resendAfter().toMillis());
    frames.put(frame.receptionId(), held);
    if (held.sender != NOBODY) {
      bySender.computeIfAbsent(held.sender, its -> new LinkedHashSet<>(2)).add(held);
    }
  }

  private void forget(Held held) {
    bySender.computeIfPresent(
        held.sender,
        (sender, its) -> {
          its.remove(held);
          return its.isEmpty() ? null : its;
        });
  }

  /**
   * DevAddr of a data frame, else {@link #NOBODY}; whether it makes sense is not looked at here.
   */
  private static long sender(Payload phy) {
    if (phy.size() < 5) {
      return NOBODY;
    }
    int type = phy.at(0) >> 5 & 0x7;
    return type < MTYPE_FIRST_DATA || type > MTYPE_LAST_DATA
        ? NOBODY
        : (long) phy.at(4) << 24 | phy.at(3) << 16 | phy.at(2) << 8 | phy.at(1);
  }

  /**
   * Gives {@code router} again, oldest first, what is held of the sender of {@code frame}, and says
   * how many that were. A counter that came late is taken for a replay: while a shard is away, the
   * older frames of a device must not be overtaken by its next one. Each of them once, however
   * often the device has sent it, and none for one that the device only sends again.
   */
  int resendBefore(UplinkFrame frame, long nowMillis, Consumer<UplinkFrame> router) {
    long sender = sender(frame.phy());
    if (sender == NOBODY) {
      return 0;
    }
    // What is younger is on its way, or of another device with this address.
    long before = nowMillis - settings.resendAfter().toMillis() / 2;
    var known = new HashSet<Payload>();
    known.add(frame.phy());
    return again(sender, its -> its.since <= before && known.add(its.phy()), nowMillis, router);
  }

  /** In the order in which they were heard; at most so many that a resend stays a small thing. */
  private int again(
      long sender, Predicate<Held> which, long nowMillis, Consumer<UplinkFrame> router) {
    int count = 0;
    for (var held : bySender.getOrDefault(sender, Set.of())) {
      if (count == MAX_AT_ONCE) {
        break;
      }
      if (which.test(held)) {
        held.handedOver = nowMillis;
        router.accept(held.frame);
        count++;
      }
    }
    return count;
  }

  /** Whether it was held until now. */
  boolean settle(long receptionId, long nowMillis) {
    var held = frames.remove(receptionId);
    if (held == null) {
      return false;
    }
    forget(held);
    if (!held.taken) {
      settleTime.record(nowMillis - held.since, nowMillis);
    }
    return true;
  }

  /**
   * Forgets what has been held for too long, and says how many that were.
   *
   * @param expired is told the numbers of those
   */
  int expire(long nowMillis, LongConsumer expired) {
    int count = 0;
    var oldest = frames.entrySet().iterator();
    while (oldest.hasNext()) {
      var next = oldest.next();
      if (nowMillis - next.getValue().since < settings.holdTime().toMillis()) {
        break;
      }
      expired.accept(next.getKey());
      forget(next.getValue());
      oldest.remove();
      count++;
    }
    return count;
  }

  /**
   * Gives all of them to {@code router} again, oldest first, and says how many that were. It will
   * wait where they are going, so that the next time need not be soon.
   */
  int resendAll(long nowMillis, Consumer<UplinkFrame> router) {
    frames
        .values()
        .forEach(
            held -> {
              held.interval = settings.resendLimit().toMillis();
              held.handedOver = nowMillis;
              held.taken = true;
              router.accept(held.frame);
            });
    return frames.size();
  }

  /**
   * Gives the frames that are due to {@code router} again, each with the others of its sender, so
   * that they stay in order, and says how many that were.
   */
  int resend(long nowMillis, Consumer<UplinkFrame> router) {
    int count = 0;
    var done = new HashSet<Long>();
    for (var held : List.copyOf(frames.values())) {
      if (nowMillis - held.since < settings.resendAfter().toMillis()) {
        // All that follow are younger.
        break;
      }
      if (nowMillis < dueAt(held, nowMillis) || done.contains(held.sender)) {
        continue;
      }
      held.interval = Math.min(2 * held.interval, settings.resendLimit().toMillis());
      if (held.sender == NOBODY) {
        held.handedOver = nowMillis;
        router.accept(held.frame);
        count++;
      } else {
        done.add(held.sender);
        count += again(held.sender, its -> true, nowMillis, router);
      }
    }
    return count;
  }

  /**
   * Later while all frames take long: what is asked for again then is not lost, and makes the
   * others take longer still.
   */
  private long dueAt(Held held, long nowMillis) {
    long patience =
        Math.min(settleTime.patienceMillis(nowMillis), settings.holdTime().toMillis() / 3);
    return held.handedOver + Math.max(held.interval, patience);
  }
}
