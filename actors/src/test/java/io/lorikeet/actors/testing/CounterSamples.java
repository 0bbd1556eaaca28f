package io.lorikeet.actors.testing;

import io.lorikeet.actors.LeftOut;
import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.handler.DevNonces;
import io.lorikeet.actors.handler.DownlinkQueue;
import io.lorikeet.actors.handler.EndDeviceEvent;
import io.lorikeet.actors.handler.EndDeviceState;
import io.lorikeet.actors.networkserver.DeviceSessionEvent;
import io.lorikeet.actors.networkserver.DeviceSessionState;
import io.lorikeet.actors.networkserver.LorawanVersion;
import io.lorikeet.actors.networkserver.Past;
import io.lorikeet.actors.networkserver.Session;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.CounterWidth;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is stored otherwise since devices may count 16 bits. */
final class CounterSamples {

  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final TestDevice DEVICE = TestDevice.numbered(6);

  private CounterSamples() {}

  static List<Object> all() {
    var profile = DEVICE.profile(LorawanVersion.V1_0_2, CounterWidth.BITS_16);
    var registration = DEVICE.abp(profile);
    var accepted =
        new DeviceSessionEvent.UplinkAccepted(
            "uplink-1",
            DEVICE.devAddr(),
            65_543,
            new DeduplicatedUplink(Payload.ofHex("40ff"), Heard.SF7, List.of(Heard.by(1, AT))),
            Set.of(),
            Optional.empty(),
            CounterWidth.BITS_16);
    var session =
        new Session(
            DEVICE.devAddr(),
            DEVICE.keys().nwkSKey(),
            AT,
            65_543,
            Optional.of(accepted),
            3,
            Optional.empty(),
            Optional.empty(),
            List.of());
    return List.of(
        new DeviceSessionEvent.ProfileSet(profile, Optional.empty()),
        accepted,
        new DeviceSessionState.Known(
            profile,
            Optional.of(session),
            Optional.empty(),
            List.of(),
            List.of(accepted),
            Optional.empty(),
            new Past(List.of(), List.of(), Optional.empty(), LeftOut.NOTHING)),
        new EndDeviceEvent.DeviceRegistered(registration, AT, List.of()),
        new EndDeviceEvent.DeviceChanged(registration, AT),
        new EndDeviceState.Present(
            registration,
            new EndDeviceState.Joins(new DevNonces(Payload.ofHex("0002"), 9), 3, 4),
            List.of(),
            new DownlinkQueue(List.of(), 2, Optional.of(DEVICE.devAddr())),
            List.of(),
            List.of()));
  }
}
