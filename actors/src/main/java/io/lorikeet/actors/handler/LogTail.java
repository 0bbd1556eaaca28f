package io.lorikeet.actors.handler;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The end of a log, in memory: the last entries for subscribers that keep up, and the ids of some
 * more to recognise repetitions by. Both are bounded.
 */
final class LogTail {

  private final int maxEntries;
  private final ArrayDeque<LogStore.Entry> entries = new ArrayDeque<>();
  private final LinkedHashSet<String> ids = new LinkedHashSet<>();
  private final int maxIds;

  LogTail(int maxEntries, int maxIds) {
    this.maxEntries = maxEntries;
    this.maxIds = maxIds;
  }

  void add(LogStore.Entry entry) {
    remember(entry.message().id());
    if (!entries.isEmpty() && entries.peekLast().position() + 1 != entry.position()) {
      boolean again = entries.peekLast().position() >= entry.position();
      entries.clear(); // what is held has no gap: a gap would be skipped
      if (again) {
        return; // two writers have stored there: both are read from the store
      }
    }
    entries.add(entry);
    if (entries.size() > maxEntries) {
      entries.poll();
    }
  }

  private void remember(String id) {
    ids.add(id);
    if (ids.size() > maxIds) {
      var oldest = ids.iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** What the log held before all that was added so far, oldest first. */
  void addBefore(List<LogStore.Entry> older) {
    var newer = List.copyOf(entries);
    entries.clear();
    rememberBefore(older.stream().map(entry -> entry.message().id()).toList());
    older.forEach(this::add);
    newer.forEach(this::add);
  }

  /** Of what the log held before all that was added so far, oldest first. */
  void rememberBefore(List<String> older) {
    var newer = List.copyOf(ids);
    ids.clear();
    older.forEach(this::remember);
    newer.forEach(this::remember);
  }

  boolean holds(String id) {
    return ids.contains(id);
  }

  /** Entries from {@code position} on; none when it lies before what is held. */
  List<LogStore.Entry> from(long position, int limit) {
    if (entries.isEmpty() || entries.peek().position() > position) {
      return List.of();
    }
    // From the end: whoever keeps up wants the last one or two.
    var wanted = new ArrayDeque<LogStore.Entry>();
    var newest = entries.descendingIterator();
    while (newest.hasNext()) {
      var entry = newest.next();
      if (entry.position() < position) {
        break;
      }
      wanted.addFirst(entry);
    }
    return wanted.stream().limit(limit).toList();
  }

  /** The position of the first held entry that came at most {@code back} before the cursor's. */
  long rewind(long cursor, Duration back) {
    var last = entries.stream().filter(entry -> entry.position() < cursor).reduce((a, b) -> b);
    if (last.isEmpty()) {
      return cursor;
    }
    var since = last.get().message().at().minus(back);
    return entries.stream()
        .filter(entry -> entry.position() < cursor && entry.message().at().isAfter(since))
        .mapToLong(LogStore.Entry::position)
        .findFirst()
        .orElse(cursor);
  }
}
