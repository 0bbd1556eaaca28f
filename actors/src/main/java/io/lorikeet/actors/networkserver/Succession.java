package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.networkserver.DeviceSessionCommand.HandleUplink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/**
 * Which frames a device's session has seen to, so that none goes before an older one that got lost
 * on its way here: a counter that comes late is taken for a replay. While the store is away a
 * broker asks again and again, and what does not fit into an entity's stash is left out, also from
 * the middle of a row; and a write that fails takes its own frame with it, and not those behind it.
 * Belongs to one {@link SessionUplinks}.
 */
final class Succession {

  /** Twice what a broker asks for again in a row, {@code Deduplication.MAX_OVERDUE}. */
  private static final int MEMORY = 64;

  private static final int USUAL = 4;

  private final Deque<Asked> seen = new ArrayDeque<>(USUAL);

  /**
   * Whether the older frame that it names, if it names one, was seen to.
   *
   * @param isAccepted whether a frame is accepted and waits for the log, however long
   */
  boolean admits(HandleUplink command, Predicate<Asked> isAccepted) {
    if (command.after().isEmpty()) {
      return true;
    }
    var older = new Asked(command.after().getAsLong(), command.replyTo());
    return seen.contains(older) || isAccepted.test(older);
  }

  /** It is accepted or has its verdict. */
  void seenTo(Asked asked) {
    seen.remove(asked);
    if (seen.size() == MEMORY) {
      seen.removeFirst();
    }
    seen.addLast(asked);
  }
}
