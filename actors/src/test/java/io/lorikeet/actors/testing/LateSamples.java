package io.lorikeet.actors.testing;

import io.lorikeet.actors.LeftOut;
import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.networkserver.DeviceSessionEvent;
import io.lorikeet.actors.networkserver.DeviceSessionState;
import io.lorikeet.actors.networkserver.LorawanVersion;
import io.lorikeet.actors.networkserver.Missed;
import io.lorikeet.actors.networkserver.Past;
import io.lorikeet.actors.networkserver.Session;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.CounterWidth;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is stored otherwise since a frame may come after one with a higher counter. */
final class LateSamples {

  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final TestDevice DEVICE = TestDevice.numbered(7);

  private LateSamples() {}

  static List<Object> all() {
    var late =
        new DeviceSessionEvent.UplinkAccepted(
            "uplink-5",
            DEVICE.devAddr(),
            5,
            new DeduplicatedUplink(Payload.ofHex("40ff"), Heard.SF7, List.of(Heard.by(1, AT))),
            Set.of(),
            Optional.empty(),
            CounterWidth.BITS_32);
    var session =
        new Session(
            DEVICE.devAddr(),
            DEVICE.keys().nwkSKey(),
            AT,
            8,
            Optional.empty(),
            3,
            Optional.empty(),
            Optional.empty(),
            List.of(new Missed(6, 7, AT.plusSeconds(30))));
    return List.of(
        new DeviceSessionEvent.LateUplinkAccepted(late),
        new DeviceSessionState.Known(
            DEVICE.profile(LorawanVersion.V1_0_4),
            Optional.of(session),
            Optional.empty(),
            List.of(),
            List.of(late),
            Optional.empty(),
            new Past(List.of(), List.of(), Optional.empty(), LeftOut.NOTHING)));
  }
}
