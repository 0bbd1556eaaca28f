package io.lorikeet.actors.broker;

import io.lorikeet.actors.router.Radio;
import io.lorikeet.actors.router.UplinkEnd;
import io.lorikeet.actors.router.UplinkFrame;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.actors.router.UplinkFrame.Settled;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevEui;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Collects the copies of each frame. A frame is the same when its bytes, frequency and modulation
 * are: a device's own retransmission on another channel is a frame of its own.
 *
 * <p>Not thread-safe: it belongs to one actor. It is bounded: at most {@link #MAX_WINDOWS} frames
 * and {@link #MAX_COPIES} copies of each.
 */
final class Deduplication {

  static final int MAX_WINDOWS = 2_000;
  static final int MAX_COPIES = 500;

  /** More than a device can have sent while its session moves. */
  static final int MAX_OVERDUE = 32;

  /** Devices that are asked again about older frames when a newer one goes on. */
  private static final int MAX_ASKED_AGAIN = 256;

  /** Frames of one device are further apart than this; a verdict takes much less. */
  private static final Duration OVERDUE = Duration.ofMillis(500);

  /**
   * Frames of one device are heard further apart than this, one that has waited somewhere and the
   * next; less may be the difference between two nodes' clocks.
   */
  private static final Duration APART = Duration.ofSeconds(1);

  /** What to do with a copy. */
  enum Step {
    /** The first copy: close its window when its time has come. */
    OPENED,
    /** One more copy of an open window, or of one whose verdict is awaited. */
    JOINED,
    /** The verdict is late, and a copy was handed over again or came later: ask again. */
    ASK_AGAIN,
    /** Its verdict is known. */
    SETTLED,
    /** There is no room for it. */
    REFUSED
  }

  private record Key(Payload phy, Radio radio) {}

  // Small at first: most addresses have one device, and a node has many addresses.
  private final Map<Key, FrameWindow> windows = new LinkedHashMap<>(2);

  /** Those whose verdict is awaited. */
  private final Map<Long, FrameWindow> byId = new HashMap<>(2);

  private final Duration askAgainAfter;
  private final Duration remember;
  private long nextId;

  /**
   * @param askAgainAfter how long a verdict may take before a repeated copy asks for it again
   * @param remember how long a settled frame swallows late copies
   */
  Deduplication(Duration askAgainAfter, Duration remember) {
    this.askAgainAfter = askAgainAfter;
    this.remember = remember;
  }

  /** The window of the frame that was added last. */
  private FrameWindow current;

  FrameWindow current() {
    return current;
  }

  Step add(UplinkFrame copy, Instant now) {
    forgetOld(now);
    var key = new Key(copy.phy(), copy.radio());
    current = windows.get(key);
    if (current != null && isOver(current, now)) {
      forget(key, current);
      current = null;
    }
    if (current == null) {
      return open(key, copy, now);
    }
    if (current.outcome.isPresent()) {
      return Step.SETTLED;
    }
    boolean repeated = replaceIfKnown(copy);
    if (!repeated && current.copies.size() >= MAX_COPIES) {
      return Step.REFUSED;
    }
    if (!repeated) {
      current.copies.add(copy);
      current.heardBy(copy);
    }
    if (current.closed && current.lastAsked.plus(askAgainAfter).isBefore(now)) {
      current.since = now;
      current.lastAsked = now;
      return Step.ASK_AGAIN;
    }
    return Step.JOINED;
  }

  private Step open(Key key, UplinkFrame copy, Instant now) {
    if (windows.size() >= MAX_WINDOWS) {
      return Step.REFUSED;
    }
    current = new FrameWindow(nextId++, now, copy);
    windows.put(key, current);
    byId.put(current.id, current);
    return Step.OPENED;
  }

  /** A connection hands a copy over again under the same number when it has heard nothing. */
  private boolean replaceIfKnown(UplinkFrame copy) {
    for (int i = 0; i < current.copies.size(); i++) {
      var known = current.copies.get(i);
      if (known.receptionId() == copy.receptionId()
          && known.reception().gateway().equals(copy.reception().gateway())) {
        current.copies.set(i, copy);
        return true;
      }
    }
    return false;
  }

  /**
   * No more copies are waited for, of this frame and of those before it; oldest first, without
   * those that were closed before. Before it is what came here sooner: timers of one moment may go
   * off in any order. And what was heard sooner: after a shard has moved, connections hand over
   * again what they hold in an order of their own, and one that has just come into being has the
   * newest frame only.
   */
  List<FrameWindow> closeUpTo(long windowId, Instant now) {
    if (!byId.containsKey(windowId) || byId.get(windowId).closed) {
      return List.of();
    }
    var last =
        windows.values().stream()
            .filter(its -> its.id <= windowId && !its.closed)
            .map(its -> its.heard)
            .max(Instant::compareTo)
            .orElseThrow();
    var sooner = last.minus(APART);
    var due =
        windows.values().stream()
            .filter(its -> !its.closed && (its.id <= windowId || its.heard.isBefore(sooner)))
            .sorted(FrameWindow.OLDEST_FIRST)
            .toList();
    due.forEach(window -> close(window.id, now));
    return due;
  }

  /** No more copies are waited for, of any frame; oldest first. */
  List<FrameWindow> closeAll(Instant now) {
    var open =
        windows.values().stream()
            .filter(its -> !its.closed)
            .sorted(FrameWindow.OLDEST_FIRST)
            .toList();
    open.forEach(window -> close(window.id, now));
    return open;
  }

  /** {@code window}, and before it what must not be overtaken by it; those are asked for again. */
  List<FrameWindow> inOrder(FrameWindow window, Instant now) {
    var row = new ArrayList<FrameWindow>(1);
    int again = 0;
    for (var older : overdueBefore(window, now)) {
      again += older.open.size();
      if (again > MAX_ASKED_AGAIN) {
        break;
      }
      older.askedAt(now);
      row.add(older);
    }
    row.add(window);
    return row;
  }

  /**
   * Frames before {@code window} whose verdict is overdue, oldest first: their device's session is
   * moving, and must not get the newer frame first.
   */
  private List<FrameWindow> overdueBefore(FrameWindow window, Instant now) {
    return windows.values().stream()
        .filter(its -> its.isAsked() && its.outcome.isEmpty())
        .filter(its -> FrameWindow.OLDEST_FIRST.compare(its, window) < 0)
        .filter(its -> its.opened.plus(OVERDUE).isBefore(now))
        .sorted(FrameWindow.OLDEST_FIRST)
        .limit(MAX_OVERDUE)
        .toList();
  }

  /** Frames before {@code window} about which somebody has yet to answer, newest first. */
  List<FrameWindow> awaitedBefore(FrameWindow window) {
    if (byId.size() < 2) {
      return List.of();
    }
    return byId.values().stream()
        .filter(its -> !its.open().isEmpty() && FrameWindow.OLDEST_FIRST.compare(its, window) < 0)
        .sorted(FrameWindow.OLDEST_FIRST.reversed())
        .toList();
  }

  /** The first of these about which the device has yet to answer. */
  static OptionalLong firstOpen(List<FrameWindow> windows, DevEui devEui) {
    for (var window : windows) {
      if (window.awaits(devEui)) {
        return OptionalLong.of(window.id());
      }
    }
    return OptionalLong.empty();
  }

  /** Those of which verdicts are awaited. */
  List<FrameWindow> asking() {
    return byId.values().stream().filter(FrameWindow::isAsked).toList();
  }

  /** Those of which copies are waited for. */
  List<FrameWindow> collecting() {
    return byId.values().stream().filter(its -> !its.closed).toList();
  }

  /** No more copies are waited for; empty when the window is gone. */
  Optional<FrameWindow> close(long windowId, Instant now) {
    var window = Optional.ofNullable(byId.get(windowId));
    window.ifPresent(
        open -> {
          open.closed = true;
          open.since = now;
          open.lastAsked = now;
        });
    return window;
  }

  /** Frames of which no more copies are waited for, and of which nobody was asked; oldest first. */
  List<FrameWindow> unasked() {
    return windows.values().stream()
        .filter(its -> its.closed && !its.isAsked() && its.outcome.isEmpty())
        .sorted(FrameWindow.OLDEST_FIRST)
        .toList();
  }

  /** How many verdicts are awaited. */
  int awaited() {
    int awaited = 0;
    for (var window : byId.values()) {
      awaited += window.open.size();
    }
    return awaited;
  }

  /** A frame whose verdict is awaited, or that is still collected. */
  Optional<FrameWindow> unsettled(long windowId) {
    return Optional.ofNullable(byId.get(windowId));
  }

  /** What became of a frame by one more verdict. */
  enum Judged {
    /** Others have yet to give theirs, or it was settled before. */
    OPEN,
    /** Nobody who was asked owns it: others are to be asked, or it is to be settled. */
    DENIED,
    SETTLED
  }

  /** Takes one device's verdict: the first that owns the frame settles it. */
  Judged judge(Verdict verdict, Instant now) {
    var window = byId.get(verdict.windowId());
    if (window == null || !window.asked.contains(verdict.devEui())) {
      return Judged.OPEN;
    }
    window.open.remove(verdict.devEui());
    if (isOwners(verdict.outcome())) {
      EndLog.ended(verdict, window);
      settled(window, verdict.outcome(), now);
      return Judged.SETTLED;
    }
    return window.open.isEmpty() ? Judged.DENIED : Judged.OPEN;
  }

  /** A device that did not sign the frame, or that is gone, knows nothing of another's. */
  static boolean isOwners(Outcome outcome) {
    return outcome != Outcome.BAD_MIC && outcome != Outcome.UNKNOWN_DEVICE;
  }

  /** Of a frame that nobody owns. */
  void settle(FrameWindow window, UplinkEnd end, Instant now) {
    EndLog.ended(end, window);
    settled(window, end.outcome(), now);
  }

  private void settled(FrameWindow window, Outcome outcome, Instant now) {
    window.outcome = Optional.of(outcome);
    window.since = now;
    var first = true;
    for (var copy : window.copies) {
      copy.replyTo().tell(new Settled(copy.receptionId(), first ? outcome : further(outcome)));
      first = false;
    }
    // It may stand for long, and is all that is kept of the frame here.
    window.copies = List.of();
    window.asked = Set.of();
    window.open = Set.of();
    byId.remove(window.id);
  }

  /** What the copies after the first are: a delivered frame counts once. */
  static Outcome further(Outcome outcome) {
    return outcome == Outcome.DELIVERED || outcome == Outcome.JOINED ? Outcome.REPEATED : outcome;
  }

  /** The oldest stand first; one that awaits its verdict is kept until nobody can hold it. */
  private void forgetOld(Instant now) {
    var oldest = windows.entrySet().iterator();
    while (oldest.hasNext()) {
      var window = oldest.next().getValue();
      if (!isOver(window, now)) {
        return;
      }
      byId.remove(window.id);
      oldest.remove();
    }
  }

  private void forget(Key key, FrameWindow window) {
    byId.remove(window.id);
    windows.remove(key);
  }

  private boolean isOver(FrameWindow window, Instant now) {
    var keep = window.outcome.isPresent() ? remember : UNSETTLED;
    return window.since.plus(keep).isBefore(now);
  }

  private static final Duration UNSETTLED = Duration.ofMinutes(5);
}
