package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.networkserver.DeviceSessionCommand.HandleJoin;
import io.lorikeet.protocol.id.DevAddr;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A join that waits to hear which of some addresses fewest devices use. */
final class AddressChoice {

  private final HandleJoin command;
  private final OptionalInt rejoinType;
  private final Set<DevAddr> candidates;
  private final Map<DevAddr, Integer> known = new HashMap<>();

  AddressChoice(HandleJoin command, List<DevAddr> candidates, OptionalInt rejoinType) {
    this.command = command;
    this.rejoinType = rejoinType;
    this.candidates = new HashSet<>(candidates);
  }

  HandleJoin command() {
    return command;
  }

  OptionalInt rejoinType() {
    return rejoinType;
  }

  boolean isOf(SessionJoins.AddressUsed used) {
    return command.windowId() == used.windowId() && candidates.contains(used.devAddr());
  }

  /** Takes in what one broker says; the address to take once all have spoken. */
  Optional<DevAddr> leastUsed(SessionJoins.AddressUsed used) {
    known.put(used.devAddr(), used.devices());
    return known.size() < candidates.size()
        ? Optional.empty()
        : known.entrySet().stream()
            .min(
                Comparator.<Map.Entry<DevAddr, Integer>>comparingInt(Map.Entry::getValue)
                    .thenComparing(entry -> entry.getKey().value()))
            .map(Map.Entry::getKey);
  }
}
