package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.networkserver.DeviceSessionCommand.HandleUplink;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which frames a device's session has seen to, so that none goes before an older one that got lost
 * on its way here: a counter that comes late is taken for a replay. While the store is away a
 * broker asks again and again, and what does not fit into an entity's stash is left out, also from
 * the middle of a row; and a write that fails takes its own frame with it, and not those behind it.
 * Belongs to one {@link SessionUplinks}.
 */
final class Succession {

  /** More than a broker asks for between a frame and the one that names it. */
  private static final int MEMORY = 8;

  private final Deque<Asked> seen = new ArrayDeque<>(MEMORY);

  /** Whether the older frame that it names, if it names one, was seen to. */
  boolean admits(HandleUplink command) {
    return command.after().isEmpty()
        || seen.contains(new Asked(command.after().getAsLong(), command.replyTo()));
  }

  /** It is accepted or has its verdict. */
  void seenTo(Asked asked) {
    if (seen.contains(asked)) {
      return;
    }
    if (seen.size() == MEMORY) {
      seen.removeFirst();
    }
    seen.addLast(asked);
  }
}
