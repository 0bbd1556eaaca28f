package io.lorikeet.actors.testing;

import io.lorikeet.actors.LeftOut;
import io.lorikeet.actors.multicast.MulticastEvent;
import io.lorikeet.actors.multicast.MulticastState;
import io.lorikeet.actors.networkserver.DeviceSessionEvent;
import io.lorikeet.actors.networkserver.DeviceSessionState;
import io.lorikeet.actors.networkserver.Past;
import java.util.List;
import java.util.Optional;

/** What is stored otherwise since it says which restore left out counters. */
final class RestoreSamples {

  static final LeftOut MONDAY = new LeftOut("2026-03-02T12:00:00Z", 5);

  private RestoreSamples() {}

  static List<Object> all() {
    return List.of(
        new DeviceSessionEvent.CountersSkipped(MONDAY.by(), MONDAY.restore()),
        new DeviceSessionState.Unknown(new Past(List.of(), List.of(), Optional.empty(), MONDAY)),
        new MulticastEvent.MulticastCountersSkipped(MONDAY.by(), MONDAY.restore()),
        new MulticastState(
            Optional.empty(),
            List.of(),
            0,
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            MONDAY));
  }
}
