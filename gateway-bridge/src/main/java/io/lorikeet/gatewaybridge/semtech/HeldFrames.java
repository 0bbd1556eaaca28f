package io.lorikeet.gatewaybridge.semtech;

import io.lorikeet.actors.router.UplinkFrame;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.protocol.Payload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The frames of a gateway whose outcome is not known. Each is under way, or it waits: for its first
 * turn when the node has as many under way as the network carries, or for its next one when it has
 * been under way for so long that it may be lost. The newest have their turn first, and of each
 * device the oldest: a counter that came late is taken for a replay.
 */
final class HeldFrames {

  private static final class Held {
    final UplinkFrame frame;
    final long since;
    final long sender;
    long interval;

    /** Meaningless before the first time. */
    long handedOverFirst;

    long handedOverLast;
    int times;
    boolean underWay;

    /** By a node that has gone: how long it takes says nothing of the others. */
    boolean taken;

    Held(UplinkFrame frame, long since, long interval) {
      this.frame = frame;
      this.since = since;
      this.sender = sender(frame.phy());
      this.interval = interval;
    }

    long id() {
      return frame.receptionId();
    }

    Payload phy() {
      return frame.phy();
    }
  }

  /** Of frames that say no DevAddr. */
  private static final long NOBODY = -1;

  /** More of one sender than a device can have sent while a shard moves. */
  private static final int MAX_AT_ONCE = 64;

  /** Every so many turns it is the oldest one's: it must not wait for ever. */
  private static final int OLDEST_TURN = 4;

  private static final int MTYPE_FIRST_DATA = 2;
  private static final int MTYPE_LAST_DATA = 5;

  private final Map<Long, Held> frames = new LinkedHashMap<>();

  /** Those that are not under way; ids count upwards. */
  private final NavigableMap<Long, Held> waiting = new TreeMap<>();

  /** All by their senders, without those of {@link #NOBODY}, oldest first. */
  private final Map<Long, Set<Held>> bySender = new HashMap<>();

  private final SemtechSettings.Hold settings;
  private final SettleTime settleTime;
  private final ConcurrencyLimit limit;
  private final LongConsumer repeated;
  private int turn;

  /**
   * @param settleTime of all connections of the node
   * @param limit of all connections of the node
   * @param repeated is told the number of a frame that need not be held any more, since a younger
   *     one is the same: its device has sent it again, having heard no answer
   */
  HeldFrames(
      SemtechSettings.Hold settings,
      SettleTime settleTime,
      ConcurrencyLimit limit,
      LongConsumer repeated) {
    this.settings = settings;
    this.settleTime = settleTime;
    this.limit = limit;
    this.repeated = repeated;
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

  /**
   * Holds one more, and gives it to {@code router} if the network takes it, after what is held of
   * its sender. Each of those once, however often the device has sent it, and none for one that the
   * device only sends again.
   *
   * @return how many went again
   */
  int add(UplinkFrame frame, long nowMillis, Consumer<UplinkFrame> router) {
    var held = new Held(frame, nowMillis, settings.resendAfter().toMillis());
    frames.put(held.id(), held);
    if (held.sender != NOBODY) {
      forgetOlderThan(held);
      bySender.computeIfAbsent(held.sender, its -> new LinkedHashSet<>(2)).add(held);
    }
    if (limit.tryEnter()) {
      return handOver(held, nowMillis, router);
    }
    waiting.put(held.id(), held);
    return 0;
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
   * Gives one to {@code router} for which there is room, and the older ones of its sender before
   * it.
   *
   * @return how many of them went again
   */
  private int handOver(Held last, long nowMillis, Consumer<UplinkFrame> router) {
    // What is younger is on its way, or of another device with this address.
    long before = nowMillis - settings.resendAfter().toMillis() / 2;
    var row = new ArrayList<Held>(1);
    var known = new HashSet<Payload>();
    known.add(last.phy());
    for (var older : bySender.getOrDefault(last.sender, Set.of())) {
      if (older == last || row.size() == MAX_AT_ONCE) {
        break;
      }
      boolean goes = !older.underWay || older.handedOverFirst <= before;
      if (goes && known.add(older.phy())) {
        row.add(older);
      }
    }
    row.add(last);
    int again = 0;
    for (var next : row) {
      if (next != last && !next.underWay) {
        limit.enter();
      }
      again += next.times > 0 ? 1 : 0;
      go(next, nowMillis, router);
    }
    return again;
  }

  /** It counts as under way already. */
  private void go(Held held, long nowMillis, Consumer<UplinkFrame> router) {
    waiting.remove(held.id());
    if (held.times == 0) {
      held.handedOverFirst = nowMillis;
    }
    held.underWay = true;
    held.handedOverLast = nowMillis;
    held.times++;
    router.accept(held.frame);
  }

  /**
   * Gives those that wait to {@code router}, as many as the network takes.
   *
   * @return how many went again
   */
  int handOverWaiting(long nowMillis, Consumer<UplinkFrame> router) {
    int again = 0;
    while (!waiting.isEmpty() && limit.tryEnter()) {
      turn = (turn + 1) % OLDEST_TURN;
      var next = turn == 0 ? waiting.firstEntry() : waiting.lastEntry();
      again += handOver(next.getValue(), nowMillis, router);
    }
    return again;
  }

  /** Gives all that wait to {@code router}, oldest first, however many that are. */
  void flush(long nowMillis, Consumer<UplinkFrame> router) {
    for (var held : List.copyOf(waiting.values())) {
      limit.enter();
      go(held, nowMillis, router);
    }
  }

  private void forget(Held held) {
    frames.remove(held.id());
    waiting.remove(held.id());
    if (held.underWay) {
      limit.leave(1);
    }
    bySender.computeIfPresent(
        held.sender,
        (sender, its) -> {
          its.remove(held);
          return its.isEmpty() ? null : its;
        });
  }

  /** Those that wait and are the same. */
  private void forgetOlderThan(Held held) {
    for (var older : List.copyOf(bySender.getOrDefault(held.sender, Set.of()))) {
      if (older.id() < held.id() && !older.underWay && older.phy().equals(held.phy())) {
        forget(older);
        repeated.accept(older.id());
      }
    }
  }

  /** A frame has its outcome; whether it was held until now. */
  boolean settle(UplinkFrame.Settled settled, long nowMillis) {
    var held = frames.get(settled.receptionId());
    if (held == null) {
      return false;
    }
    forget(held);
    if (held.times > 0 && !held.taken) {
      record(held, settled.outcome(), nowMillis);
    }
    if (isDelivered(settled.outcome())) {
      forgetOlderThan(held);
    }
    return true;
  }

  private void record(Held held, Outcome outcome, long nowMillis) {
    long took = nowMillis - held.handedOverFirst;
    settleTime.record(took, nowMillis);
    if (outcome == Outcome.DELIVERED) {
      limit.delivered(took, nowMillis);
    } else if (outcome == Outcome.REPEATED) {
      limit.repeated(took, nowMillis);
    }
  }

  private static boolean isDelivered(Outcome outcome) {
    return outcome == Outcome.DELIVERED || outcome == Outcome.REPEATED;
  }

  /**
   * Forgets what has been held for too long, and says how many that were.
   *
   * @param expired is told the numbers of those
   */
  int expire(long nowMillis, LongConsumer expired) {
    long before = nowMillis - settings.holdTime().toMillis();
    var old = frames.values().stream().takeWhile(held -> held.since <= before).toList();
    for (var held : old) {
      expired.accept(held.id());
      forget(held);
    }
    return old.size();
  }

  /** Forgets the oldest one that waits, to make room for a newer one; empty if none does. */
  OptionalLong dropOldestWaiting() {
    if (waiting.isEmpty()) {
      return OptionalLong.empty();
    }
    var oldest = waiting.firstEntry().getValue();
    forget(oldest);
    return OptionalLong.of(oldest.id());
  }

  /** Gives up all. */
  void clear() {
    List.copyOf(frames.values()).forEach(this::forget);
  }

  /**
   * Gives all of them to {@code router} again, as far as the network takes them, and says how many
   * went. They will wait where they are going, so that the next time need not be soon.
   */
  int resendAll(long nowMillis, Consumer<UplinkFrame> router) {
    for (var held : frames.values()) {
      held.interval = settings.resendLimit().toMillis();
      held.taken = true;
      waitAgain(held);
    }
    return handOverWaiting(nowMillis, router);
  }

  /**
   * Gives the frames that are due to {@code router} again, and those that have waited, as many as
   * the network takes. Says how many went again.
   */
  int resend(long nowMillis, Consumer<UplinkFrame> router) {
    for (var held : frames.values()) {
      if (nowMillis - held.since < settings.resendAfter().toMillis()) {
        break; // all that follow are younger
      }
      if (held.underWay && nowMillis >= dueAt(held, nowMillis)) {
        if (held.times == 1 && !held.taken) {
          limit.overdue(nowMillis);
        }
        held.interval = Math.min(2 * held.interval, settings.resendLimit().toMillis());
        waitAgain(held);
      }
    }
    return handOverWaiting(nowMillis, router);
  }

  private void waitAgain(Held held) {
    if (held.underWay) {
      held.underWay = false;
      limit.leave(1);
      waiting.put(held.id(), held);
    }
  }

  /**
   * Later while all frames take long: what is asked for again then is not lost, and makes the
   * others take longer still.
   */
  private long dueAt(Held held, long nowMillis) {
    long patience =
        Math.min(settleTime.patienceMillis(nowMillis), settings.holdTime().toMillis() / 3);
    return held.handedOverLast + Math.max(held.interval, patience);
  }
}
