package io.lorikeet.actors.broker;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.protocol.Payload;
import java.time.Instant;
import java.util.List;

/**
 * A frame with all its copies that arrived within the deduplication window.
 *
 * @param radio of the first copy
 * @param receptions one per copy, best signal first; at most {@link #MAX_RECEPTIONS}
 */
public record DeduplicatedUplink(Payload phy, Radio radio, List<Reception> receptions)
    implements CborSerializable {

  public static final int MAX_RECEPTIONS = 50;

  public DeduplicatedUplink {
    receptions = List.copyOf(receptions);
    if (receptions.isEmpty()) {
      throw new IllegalArgumentException("receptions: none (expected: at least one)");
    }
  }

  /** When the first copy reached this network. */
  public Instant receivedAt() {
    var first = receptions.get(0).receivedAt();
    for (var reception : receptions) {
      first = reception.receivedAt().isBefore(first) ? reception.receivedAt() : first;
    }
    return first;
  }
}
