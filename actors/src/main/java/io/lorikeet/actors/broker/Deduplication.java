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
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** One frame and who waits for its verdict. */
  static final class Window {
    private final long id;
    private List<UplinkFrame> copies = new ArrayList<>(4);
    private boolean closed;
    private Optional<Outcome> outcome = Optional.empty();
    private Instant since;
    private Instant lastAsked;
    private final Instant opened;
    private Instant heard;
    private Set<DevEui> asked = Set.of();
    private Set<DevEui> open = Set.of();

    private Window(long id, Instant since, UplinkFrame first) {
      this.id = id;
      this.since = since;
      this.lastAsked = since;
      this.opened = since;
      this.heard = first.reception().receivedAt();
      this.copies.add(first);
    }

    /** When a gateway heard it first: the order in which its device sent it. */
    private void heardBy(UplinkFrame copy) {
      var at = copy.reception().receivedAt();
      heard = at.isBefore(heard) ? at : heard;
    }

    long id() {
      return id;
    }

    Optional<Outcome> outcome() {
      return outcome;
    }

    /** From now on these devices' verdicts are awaited too. */
    void ask(Set<DevEui> devices) {
      if (asked.isEmpty()) {
        asked = Set.copyOf(devices);
        open = new HashSet<>(devices);
      } else {
        asked = new HashSet<>(asked);
        asked.addAll(devices);
        open.addAll(devices);
      }
    }

    /** Its own copies do not have it asked again for a while. */
    void askedAt(Instant now) {
      lastAsked = now;
    }

    /** Whether any device has been asked. */
    boolean isAsked() {
      return !asked.isEmpty();
    }

    /** Who has been asked, whether or not the verdict is there. */
    Set<DevEui> asked() {
      return Collections.unmodifiableSet(asked);
    }

    /** Who has yet to give a verdict. */
    Set<DevEui> open() {
      return Collections.unmodifiableSet(open);
    }

    /** Of the frame, before it is settled. */
    Payload phy() {
      return copies.get(0).phy();
    }

    /** When the first copy that came here reached this network. */
    Instant receivedAt() {
      return copies.get(0).reception().receivedAt();
    }

    DeduplicatedUplink uplink() {
      var first = copies.get(0);
      var receptions =
          copies.stream()
              .map(UplinkFrame::reception)
              .sorted(SignalOrder.BEST_FIRST)
              .limit(DeduplicatedUplink.MAX_RECEPTIONS)
              .toList();
      return new DeduplicatedUplink(first.phy(), first.radio(), receptions);
    }
  }

  private static final Comparator<Window> OLDEST_FIRST =
      Comparator.<Window, Instant>comparing(its -> its.heard).thenComparing(its -> its.id);

  // Small at first: most addresses have one device, and a node has many addresses.
  private final Map<Key, Window> windows = new LinkedHashMap<>(2);

  /** Those whose verdict is awaited. */
  private final Map<Long, Window> byId = new HashMap<>(2);

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
  private Window current;

  Window current() {
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
    current = new Window(nextId++, now, copy);
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
  List<Window> closeUpTo(long windowId, Instant now) {
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
            .sorted(OLDEST_FIRST)
            .toList();
    due.forEach(window -> close(window.id, now));
    return due;
  }

  /** No more copies are waited for, of any frame; oldest first. */
  List<Window> closeAll(Instant now) {
    var open = windows.values().stream().filter(its -> !its.closed).sorted(OLDEST_FIRST).toList();
    open.forEach(window -> close(window.id, now));
    return open;
  }

  /**
   * Frames before {@code window} whose verdict is overdue, oldest first: their device's session is
   * moving, and must not get the newer frame first.
   */
  List<Window> overdueBefore(Window window, Instant now) {
    return windows.values().stream()
        .filter(its -> its.isAsked() && its.outcome.isEmpty())
        .filter(its -> OLDEST_FIRST.compare(its, window) < 0)
        .filter(its -> its.opened.plus(OVERDUE).isBefore(now))
        .sorted(OLDEST_FIRST)
        .limit(MAX_OVERDUE)
        .toList();
  }

  /** No more copies are waited for; empty when the window is gone. */
  Optional<Window> close(long windowId, Instant now) {
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
  List<Window> unasked() {
    return windows.values().stream()
        .filter(its -> its.closed && !its.isAsked() && its.outcome.isEmpty())
        .sorted(OLDEST_FIRST)
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
  Optional<Window> unsettled(long windowId) {
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
  void settle(Window window, UplinkEnd end, Instant now) {
    EndLog.ended(end, window);
    settled(window, end.outcome(), now);
  }

  private void settled(Window window, Outcome outcome, Instant now) {
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

  private void forget(Key key, Window window) {
    byId.remove(window.id);
    windows.remove(key);
  }

  private boolean isOver(Window window, Instant now) {
    var keep = window.outcome.isPresent() ? remember : UNSETTLED;
    return window.since.plus(keep).isBefore(now);
  }

  private static final Duration UNSETTLED = Duration.ofMinutes(1);
}
