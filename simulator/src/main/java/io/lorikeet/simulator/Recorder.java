package io.lorikeet.simulator;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** What happened, in order, to be looked at from any thread; keeps the newest only. */
public final class Recorder<T> {

  private final int limit;
  private final Queue<T> items = new ArrayDeque<>();
  private long total;

  /**
   * @param limit how many are kept
   */
  public Recorder(int limit) {
    this.limit = limit;
  }

  public synchronized void add(T item) {
    total++;
    items.add(item);
    if (items.size() > limit) {
      items.remove();
    }
  }

  /** A copy of what is kept, oldest first. */
  public synchronized List<T> list() {
    return List.copyOf(items);
  }

  /** How many there have been, kept or not. */
  public synchronized long total() {
    return total;
  }
}
