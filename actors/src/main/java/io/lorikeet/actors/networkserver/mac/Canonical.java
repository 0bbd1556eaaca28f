package io.lorikeet.actors.networkserver.mac;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Equal sets of channels, kept once: nearly all devices of a network have the same, and each has
 * them in memory.
 */
final class Canonical {

  /** Beyond this, which only odd devices reach, each keeps its own. */
  private static final int LIMIT = 10_000;

  private static final Map<Object, Object> KEPT = new ConcurrentHashMap<>();

  private Canonical() {}

  static <T> SortedSet<T> set(SortedSet<T> set) {
    var kept = KEPT.get(set);
    if (kept != null) {
      return cast(kept);
    }
    var copy = Collections.unmodifiableSortedSet(new TreeSet<>(set));
    keep(copy);
    return copy;
  }

  static <K, V> SortedMap<K, V> map(SortedMap<K, V> map) {
    var kept = KEPT.get(map);
    if (kept != null) {
      return cast(kept);
    }
    var copy = Collections.unmodifiableSortedMap(new TreeMap<>(map));
    keep(copy);
    return copy;
  }

  private static void keep(Object copy) {
    if (KEPT.size() < LIMIT) {
      KEPT.put(copy, copy);
    }
  }

  /** What is found under a key equals it, so its elements are of the same types. */
  @SuppressWarnings("unchecked")
  private static <T> T cast(Object kept) {
    return (T) kept;
  }
}
