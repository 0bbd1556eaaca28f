package io.lorikeet.actors.broker;

import io.lorikeet.actors.router.UplinkFrame;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.id.DevEui;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One frame and who waits for its verdict. */
final class FrameWindow {

  static final Comparator<FrameWindow> OLDEST_FIRST =
      Comparator.<FrameWindow, Instant>comparing(its -> its.heard).thenComparing(its -> its.id);

  final long id;
  List<UplinkFrame> copies = new ArrayList<>(4);
  boolean closed;
  Optional<Outcome> outcome = Optional.empty();
  Instant since;
  Instant lastAsked;
  final Instant opened;
  Instant heard;
  Set<DevEui> asked = Set.of();
  Set<DevEui> open = Set.of();

  FrameWindow(long id, Instant since, UplinkFrame first) {
    this.id = id;
    this.since = since;
    this.lastAsked = since;
    this.opened = since;
    this.heard = first.reception().receivedAt();
    this.copies.add(first);
  }

  /** When a gateway heard it first: the order in which its device sent it. */
  void heardBy(UplinkFrame copy) {
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

  /** Whether this device has yet to give a verdict. */
  boolean awaits(DevEui device) {
    return open.contains(device);
  }

  /** Of the frame, before it is settled. */
  Payload phy() {
    return copies.get(0).phy();
  }

  /** What the router sends to an address is a data frame; anything else has no counter. */
  int fCnt16() {
    return PhyPayload.parseUplink(phy()) instanceof DataFrame frame ? frame.fCnt16() : 0;
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
