package io.lorikeet.gatewaybridge.semtech;

import io.lorikeet.actors.router.UplinkFrame;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.protocol.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The frames of a gateway whose outcome is not known. Each is under way, or stands in line: for its
 * first turn when the node has as many under way as the network carries, or for its next one when
 * it has been under way for so long that it may be lost. The newest have their turn first, and of
 * each device the oldest: a counter that came late is taken for a replay.
 */
final class HeldFrames {

  /** More of one sender than a device can have sent while a shard moves. */
  private static final int MAX_AT_ONCE = 64;

  /** Every so many turns it is the oldest one's: it must not wait for all that are newer. */
  private static final int OLDEST_TURN = 2;

  /** The last receive window after a join-request (LoRaWAN 1.0.4, 6.2.6, JOIN_ACCEPT_DELAY2). */
  private static final Duration JOIN_HOLD = Duration.ofSeconds(6);

  /** However long frames take, one that has no outcome after this may be lost. */
  private static final Duration MOST_PATIENCE = Duration.ofSeconds(10);

  private final Map<Long, HeldFrame> frames = new LinkedHashMap<>();

  /** All by their senders, without those that say none, oldest first. */
  private final Map<Long, NavigableMap<Long, HeldFrame>> bySender = new HashMap<>();

  private final Map<Long, HeldFrame> underWay = new LinkedHashMap<>();

  /** Those that are not under way; ids count upwards. */
  private final NavigableMap<Long, HeldFrame> line = new TreeMap<>();

  /** The same; of frames with the same bytes the one that came last. */
  private final Map<Payload, HeldFrame> lineByPhy = new HashMap<>();

  private final SemtechSettings.Hold settings;
  private final SettleTime settleTime;
  private final ConcurrencyLimit limit;
  private final LongConsumer superseded;
  private int turn;

  /** Nothing is too old before. */
  private long nextExpiry = Long.MAX_VALUE;

  /**
   * @param settleTime of all connections of the node
   * @param limit of all connections of the node
   * @param superseded is told the number of a frame that need not be held any more, since a younger
   *     one is the same: its device has sent it again, having heard no answer
   */
  HeldFrames(
      SemtechSettings.Hold settings,
      SettleTime settleTime,
      ConcurrencyLimit limit,
      LongConsumer superseded) {
    this.settings = settings;
    this.settleTime = settleTime;
    this.limit = limit;
    this.superseded = superseded;
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
    var held = new HeldFrame(frame, nowMillis, settings.resendAfter().toMillis());
    frames.put(held.id(), held);
    nextExpiry = Math.min(nextExpiry, expiresAt(held));
    if (!held.isNobodys()) {
      bySender.computeIfAbsent(held.sender, its -> new TreeMap<>()).put(held.id(), held);
    }
    supersede(lineByPhy.get(held.phy()), held);
    if (hasTurn()) {
      return handOver(held, nowMillis, router);
    }
    getInLine(held, nowMillis);
    return 0;
  }

  /** Whether one more may go. Where others have all turns a gateway has one nevertheless. */
  private boolean hasTurn() {
    if (!underWay.isEmpty()) {
      return limit.tryEnter();
    }
    limit.enter();
    return true;
  }

  /**
   * Gives one that has the turn to {@code router}, and the older ones of its sender before it.
   * Where these are very many it has to wait for another turn.
   *
   * @return how many of them went again
   */
  private int handOver(HeldFrame last, long nowMillis, Consumer<UplinkFrame> router) {
    limit.leave(); // each of the row enters
    var row = row(last, nowMillis);
    int again = 0;
    for (var next : row) {
      again += next.times > 0 ? 1 : 0;
      go(next, nowMillis, router);
    }
    if (!last.underWay && !line.containsKey(last.id())) {
      getInLine(last, nowMillis);
    }
    return again;
  }

  private List<HeldFrame> row(HeldFrame last, long nowMillis) {
    var allOlder = olderThan(last).values();
    if (allOlder.isEmpty()) {
      return List.of(last);
    }
    // What is younger is on its way, or of another device with this address.
    long before = nowMillis - settings.resendAfter().toMillis() / 2;
    var row = new ArrayList<HeldFrame>(1);
    var known = new HashSet<Payload>();
    for (var older : allOlder) {
      boolean mayBeLost = !older.underWay || older.handedOver <= before;
      if (mayBeLost && known.add(older.phy())) {
        row.add(older);
        if (row.size() == MAX_AT_ONCE) {
          return row;
        }
      }
    }
    row.removeIf(older -> isSentAgain(older, last));
    row.add(last);
    return row;
  }

  private NavigableMap<Long, HeldFrame> olderThan(HeldFrame held) {
    var its = bySender.get(held.sender);
    return its == null ? Collections.emptyNavigableMap() : its.headMap(held.id(), false);
  }

  /**
   * Whether a device has sent {@code older} again as {@code newer}, having heard no answer. With
   * another frame in between it is not its device that has: the place of the first one counts.
   */
  private boolean isSentAgain(HeldFrame older, HeldFrame newer) {
    if (older.id() >= newer.id() || !older.phy().equals(newer.phy())) {
      return false;
    }
    var its = bySender.get(older.sender);
    return its == null
        || its.subMap(older.id(), false, newer.id(), false).values().stream()
            .allMatch(between -> between.phy().equals(newer.phy()));
  }

  private void go(HeldFrame held, long nowMillis, Consumer<UplinkFrame> router) {
    if (!held.underWay) {
      leaveLine(held);
      underWay.put(held.id(), held);
      limit.enter();
    }
    held.go(nowMillis);
    router.accept(held.frame);
  }

  /** For now, or for good. */
  private void halt(HeldFrame held) {
    if (held.underWay) {
      underWay.remove(held.id());
      limit.leave();
    }
  }

  private void getInLine(HeldFrame held, long nowMillis) {
    halt(held);
    held.halt(nowMillis);
    var same = lineByPhy.get(held.phy());
    line.put(held.id(), held);
    if (same == null || same.id() < held.id()) {
      lineByPhy.put(held.phy(), held);
      supersede(same, held);
    } else {
      supersede(held, same);
    }
  }

  private void leaveLine(HeldFrame held) {
    line.remove(held.id());
    lineByPhy.remove(held.phy(), held);
  }

  private void supersede(HeldFrame older, HeldFrame newer) {
    if (older != null && isSentAgain(older, newer)) {
      forget(older);
      superseded.accept(older.id());
    }
  }

  private void forget(HeldFrame held) {
    frames.remove(held.id());
    leaveLine(held);
    halt(held);
    bySender.computeIfPresent(
        held.sender,
        (sender, its) -> {
          its.remove(held.id());
          return its.isEmpty() ? null : its;
        });
  }

  /**
   * Gives those that stand in line to {@code router}, as many as the network takes.
   *
   * @param turns at most; fewer leave something to other gateways
   * @return how many went again
   */
  int next(int turns, long nowMillis, Consumer<UplinkFrame> router) {
    int again = 0;
    for (int i = 0; i < turns && !line.isEmpty() && hasTurn(); i++) {
      turn = (turn + 1) % OLDEST_TURN;
      var next = turn == 0 ? line.firstEntry() : line.lastEntry();
      again += handOver(next.getValue(), nowMillis, router);
    }
    return again;
  }

  /**
   * Gives all that stand in line to {@code router}, the newest first, whatever the network takes.
   */
  void flush(long nowMillis, Consumer<UplinkFrame> router) {
    while (!line.isEmpty()) {
      limit.enter();
      handOver(line.lastEntry().getValue(), nowMillis, router);
    }
  }

  /** A frame has its outcome; whether it was held until now. */
  boolean settle(UplinkFrame.Settled settled, long nowMillis) {
    var held = frames.get(settled.receptionId());
    if (held == null) {
      return false;
    }
    if (held.times > 0 && !held.taken) {
      record(held, settled.outcome(), nowMillis);
    }
    forget(held);
    if (settled.outcome() == Outcome.DELIVERED || settled.outcome() == Outcome.REPEATED) {
      settleOlder(held);
    }
    return true;
  }

  /** One in line with the same bytes has the same outcome. */
  private void settleOlder(HeldFrame held) {
    var same = lineByPhy.get(held.phy());
    if (same != null && same.id() < held.id()) {
      forget(same);
      superseded.accept(same.id());
    }
  }

  private void record(HeldFrame held, Outcome outcome, long nowMillis) {
    long took = held.took(nowMillis);
    settleTime.record(took, nowMillis);
    if (outcome == Outcome.DELIVERED) {
      limit.delivered(took, nowMillis);
    } else if (outcome != Outcome.OVERLOADED) {
      limit.settledOtherwise(nowMillis);
    }
  }

  /**
   * Forgets what has been held for too long, and says how many that were.
   *
   * @param expired is told the numbers of those
   */
  int expire(long nowMillis, LongConsumer expired) {
    if (nowMillis < nextExpiry) {
      return 0;
    }
    var old = frames.values().stream().filter(held -> nowMillis >= expiresAt(held)).toList();
    for (var held : old) {
      expired.accept(held.id());
      forget(held);
    }
    nextExpiry = frames.values().stream().mapToLong(this::expiresAt).min().orElse(Long.MAX_VALUE);
    return old.size();
  }

  /** A join-request that cannot be answered any more would use up its nonce. */
  private long expiresAt(HeldFrame held) {
    var time = settings.holdTime();
    boolean isJoin = held.isNobodys() && time.compareTo(JOIN_HOLD) > 0;
    return held.since + (isJoin ? JOIN_HOLD : time).toMillis();
  }

  /** Forgets the oldest one in line, to make room for a newer one; empty if there is none. */
  OptionalLong dropOldest() {
    if (line.isEmpty()) {
      return OptionalLong.empty();
    }
    var oldest = line.firstEntry().getValue();
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
    for (var held : List.copyOf(underWay.values())) {
      held.interval = settings.resendLimit().toMillis();
      held.taken = true;
      getInLine(held, nowMillis);
    }
    return next(frames.size(), nowMillis, router);
  }

  /**
   * Gives the frames that are due to {@code router} again, and those that have waited, as many as
   * the network takes. Says how many went again.
   */
  int resend(long nowMillis, Consumer<UplinkFrame> router) {
    var due =
        underWay.values().stream().filter(held -> nowMillis >= dueAt(held, nowMillis)).toList();
    for (var held : due) {
      if (held.times == 1 && !held.taken) {
        limit.overdue(nowMillis);
      }
      held.interval = Math.min(2 * held.interval, settings.resendLimit().toMillis());
      getInLine(held, nowMillis);
    }
    return next(frames.size(), nowMillis, router);
  }

  /**
   * Later while all frames take long: what is asked for again then is not lost, and makes the
   * others take longer still.
   */
  private long dueAt(HeldFrame held, long nowMillis) {
    long patience = Math.min(settleTime.patienceMillis(nowMillis), MOST_PATIENCE.toMillis());
    return held.handedOver + Math.max(held.interval, patience);
  }
}
