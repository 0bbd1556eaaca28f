package io.lorikeet.node.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What devices, gateways and the subscriber saw of every uplink. Times are those of the simulation,
 * in nanoseconds. Keeps everything, so it is for runs that end. From any thread.
 */
final class Uplinks {

  /** A gateway's later PUSH_ACK is for somebody else's repetition of the frame. */
  private static final long RECEIPT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Incidents incidents;
  private final Map<Key, Trace> traces = new HashMap<>();
  private final Map<Long, String> idByTag = new HashMap<>();
  private final Map<Integer, Long> highestDelivered = new HashMap<>();
  private long deliveries;
  private long first;

  /** An uplink, however often it was sent. */
  record Key(int device, long fCnt) {}

  /** A node acknowledged an uplink to a gateway. */
  record Receipt(int node, long nanos) {}

  /**
   * All that was seen of one uplink.
   *
   * @param deliveredNanos of the first delivery; empty if there was none
   */
  record Seen(
      Key key,
      long sentNanos,
      List<Receipt> receipts,
      boolean acknowledged,
      Optional<Long> deliveredNanos) {}

  private static final class Trace {
    final long sentNanos;
    long lastAttemptNanos;
    final List<Receipt> receipts = new ArrayList<>(3);
    boolean acknowledged;
    Optional<Long> deliveredNanos = Optional.empty();
    final Set<String> ids = new HashSet<>(2);

    Trace(long sentNanos) {
      this.sentNanos = sentNanos;
    }
  }

  Uplinks(Incidents incidents) {
    this.incidents = incidents;
  }

  /** A device sends, for the first time or again. */
  synchronized void sent(Key key, long nanos) {
    traces.computeIfAbsent(key, unused -> new Trace(nanos)).lastAttemptNanos = nanos;
  }

  /** A gateway heard from a node that it has the frame. */
  synchronized void received(Key key, int node, long nanos) {
    var trace = Optional.ofNullable(traces.get(key));
    trace
        .filter(its -> nanos - its.lastAttemptNanos < RECEIPT_NANOS)
        .ifPresent(its -> its.receipts.add(new Receipt(node, nanos)));
  }

  /** A device got the acknowledgement of its confirmed uplink. */
  synchronized void acknowledged(Key key) {
    Optional.ofNullable(traces.get(key)).ifPresent(trace -> trace.acknowledged = true);
  }

  /**
   * The subscriber got an uplink, perhaps again.
   *
   * @param tag its content, different in every uplink of a run
   */
  synchronized void delivered(Key key, long tag, String uplinkId, long nanos) {
    deliveries++;
    var trace = Optional.ofNullable(traces.get(key));
    if (trace.isEmpty()) {
      incidents.add(Incident.Kind.NEVER_SENT, nanos, key + " " + uplinkId);
      return;
    }
    var known = Optional.ofNullable(idByTag.putIfAbsent(tag, uplinkId));
    if (known.filter(id -> !id.equals(uplinkId)).isPresent()) {
      incidents.add(Incident.Kind.DUPLICATED, nanos, key + " " + known.get() + " " + uplinkId);
    }
    if (trace.get().ids.add(uplinkId) && trace.get().ids.size() > 1) {
      incidents.add(Incident.Kind.F_CNT_TWICE, nanos, key + " " + trace.get().ids);
    }
    if (trace.get().deliveredNanos.isPresent()) {
      return;
    }
    trace.get().deliveredNanos = Optional.of(nanos);
    first++;
    long highest = highestDelivered.getOrDefault(key.device(), -1L);
    if (key.fCnt() < highest) {
      incidents.add(Incident.Kind.OUT_OF_ORDER, nanos, key + " after " + highest);
    }
    highestDelivered.put(key.device(), Math.max(highest, key.fCnt()));
  }

  /** How many uplinks were sent, and delivered, each once. */
  record Totals(long sent, long delivered) {}

  synchronized Totals totals() {
    return new Totals(traces.size(), first);
  }

  /** How many deliveries there were, repetitions included. */
  synchronized long deliveries() {
    return deliveries;
  }

  /** Whether all that was sent since then is delivered. */
  synchronized boolean complete(long fromNanos) {
    return traces.values().stream()
        .filter(trace -> trace.sentNanos >= fromNanos)
        .allMatch(trace -> trace.deliveredNanos.isPresent());
  }

  /** What was first sent in this time, in the order of sending. */
  synchronized List<Seen> between(long fromNanos, long toNanos) {
    var seen = new ArrayList<Seen>();
    traces.forEach(
        (key, trace) -> {
          if (trace.sentNanos >= fromNanos && trace.sentNanos < toNanos) {
            seen.add(
                new Seen(
                    key,
                    trace.sentNanos,
                    List.copyOf(trace.receipts),
                    trace.acknowledged,
                    trace.deliveredNanos));
          }
        });
    seen.sort((one, other) -> Long.compare(one.sentNanos(), other.sentNanos()));
    return seen;
  }
}
