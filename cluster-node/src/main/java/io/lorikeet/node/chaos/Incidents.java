package io.lorikeet.node.chaos;

import java.util.ArrayList;
import java.util.List;

/** All incidents of a run. From any thread. */
final class Incidents {

  private final List<Incident> all = new ArrayList<>();

  synchronized void add(Incident.Kind kind, long nanos, String what) {
    all.add(new Incident(kind, nanos, what));
  }

  /** Those seen in this time. */
  synchronized List<Incident> between(long fromNanos, long toNanos) {
    return all.stream().filter(its -> its.nanos() >= fromNanos && its.nanos() < toNanos).toList();
  }
}
