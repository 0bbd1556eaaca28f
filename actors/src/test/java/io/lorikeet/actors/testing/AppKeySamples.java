package io.lorikeet.actors.testing;

import io.lorikeet.actors.LeftOut;
import io.lorikeet.actors.networkserver.DeviceSessionEvent;
import io.lorikeet.actors.networkserver.DeviceSessionState;
import io.lorikeet.actors.networkserver.LorawanVersion;
import io.lorikeet.actors.networkserver.Past;
import io.lorikeet.actors.networkserver.PastSession;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is stored since it is remembered which AppSKeys a device of ABP has had. */
final class AppKeySamples {

  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final TestDevice DEVICE = TestDevice.numbered(4);

  private AppKeySamples() {}

  static List<Object> all() {
    return List.of(
        new DeviceSessionEvent.ProfileSet(
            DEVICE.profile(LorawanVersion.V1_0_2), Optional.of("5feceb66")),
        new DeviceSessionEvent.SessionPersonalized(
            DEVICE.devAddr(),
            DEVICE.keys().nwkSKey(),
            AT,
            Optional.empty(),
            Optional.empty(),
            Optional.of("5feceb66")),
        new DeviceSessionState.Unknown(
            new Past(
                List.of(new PastSession("6b86b273", 70_000, 8, 9, List.of("5feceb66"))),
                List.of(),
                Optional.of(new Past.AppKeys("6b86b273", List.of("5feceb66"))),
                LeftOut.NOTHING)));
  }
}
