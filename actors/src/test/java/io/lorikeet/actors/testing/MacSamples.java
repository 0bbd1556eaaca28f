package io.lorikeet.actors.testing;

import io.lorikeet.actors.LeftOut;
import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.networkserver.DeviceClass;
import io.lorikeet.actors.networkserver.DeviceProfile;
import io.lorikeet.actors.networkserver.DeviceSessionEvent;
import io.lorikeet.actors.networkserver.DeviceSessionState;
import io.lorikeet.actors.networkserver.LorawanVersion;
import io.lorikeet.actors.networkserver.Past;
import io.lorikeet.actors.networkserver.Session;
import io.lorikeet.actors.networkserver.adr.AdrDecision;
import io.lorikeet.actors.networkserver.adr.AdrHistory;
import io.lorikeet.actors.networkserver.adr.AdrSettings;
import io.lorikeet.actors.networkserver.adr.LinkSettings;
import io.lorikeet.actors.networkserver.mac.Ask;
import io.lorikeet.actors.networkserver.mac.DeviceStatus;
import io.lorikeet.actors.networkserver.mac.LinkMemory;
import io.lorikeet.actors.networkserver.mac.MacParameters;
import io.lorikeet.actors.networkserver.mac.MacSettings;
import io.lorikeet.actors.networkserver.mac.MacState;
import io.lorikeet.actors.networkserver.mac.SessionMac;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.CounterWidth;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Stored things whose components of the negotiation by MAC commands are filled. */
final class MacSamples {

  private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456Z");
  private static final TestDevice DEVICE = TestDevice.numbered(5);

  private MacSamples() {}

  static List<Object> all() {
    var uplink = new DeduplicatedUplink(Payload.ofHex("40ff"), Heard.SF7, List.of(Heard.by(1, AT)));
    var profile =
        new DeviceProfile(
            DEVICE.id(),
            LorawanVersion.V1_0_4,
            "EU_863_870",
            TestDevice.SETTINGS,
            Optional.empty(),
            settings(),
            DeviceClass.A,
            CounterWidth.BITS_32);
    var session =
        new Session(
            DEVICE.devAddr(),
            DEVICE.keys().nwkSKey(),
            AT,
            7,
            Optional.empty(),
            3,
            Optional.empty(),
            Optional.of(
                new SessionMac(state(), AdrHistory.EMPTY.plus(new AdrHistory.Heard(7, -2.49, 2)))),
            List.of());
    return List.of(
        new DeviceSessionEvent.ProfileSet(profile, Optional.empty()),
        new DeviceSessionEvent.SessionPersonalized(
            DEVICE.devAddr(),
            DEVICE.keys().nwkSKey(),
            AT,
            Optional.empty(),
            Optional.of(parameters()),
            Optional.empty()),
        new DeviceSessionEvent.SessionJoined(
            DEVICE.devAddr(),
            DEVICE.keys().nwkSKey(),
            AT,
            Optional.empty(),
            OptionalInt.empty(),
            Optional.of(parameters())),
        new DeviceSessionEvent.UplinkAccepted(
            "uplink-1",
            DEVICE.devAddr(),
            7,
            uplink,
            Set.of(),
            Optional.of(state()),
            CounterWidth.BITS_32),
        new DeviceSessionEvent.DownlinkPrepared(
            8, Optional.empty(), AT, false, Optional.of(state())),
        new DeviceSessionState.Known(
            profile,
            Optional.of(session),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            new Past(List.of(), List.of(), Optional.empty(), LeftOut.NOTHING)));
  }

  private static MacSettings settings() {
    return new MacSettings(
        new AdrSettings(
            AdrSettings.Mode.STATIC,
            10,
            new AdrSettings.Range(0, 5, 1, 7, 1, 2),
            new AdrSettings.Fixed(Optional.of(3), Optional.of(1), Optional.empty())),
        86_400,
        7,
        Optional.of(new MacSettings.PingSlots(869_525_000, 3)),
        Optional.of(869_525_000L),
        Optional.of(new MacParameters.Backoff(7, 6, 5, 4)),
        Optional.of(List.of(867_100_000L)));
  }

  static MacParameters parameters() {
    return new MacParameters(
        new LinkSettings(5, 2, 1),
        new TreeSet<>(Set.of(0, 3)),
        new TreeMap<>(
            Map.of(
                0,
                new MacParameters.DeviceChannel(868_100_000, 0, 5, 0),
                3,
                new MacParameters.DeviceChannel(867_100_000, 0, 5, 869_525_000))),
        new MacParameters.Windows(5, 1, 3, 869_525_000),
        new MacParameters.Sending(7, true, false, 5),
        new MacParameters.ClassB(4, 869_525_000, 3, 0),
        MacParameters.Backoff.DEFAULT);
  }

  static MacState state() {
    return new MacState(
        parameters(),
        List.of(
            new Ask(Payload.ofHex("0805"), Ask.Outcome.GIVEN_UP, 3, 1, 70, ""),
            new Ask(Payload.ofHex("0503d2ad84"), Ask.Outcome.REFUSED, 1, 0, 0, "frequency")),
        new LinkMemory(
            new TreeSet<>(Set.of(4)),
            new TreeSet<>(Set.of(0)),
            new LinkMemory.Pause(2, 99),
            new LinkMemory.Pause(1, 64),
            Optional.of(
                new AdrDecision(
                    new LinkSettings(5, 2, 1), AdrDecision.Reason.FASTER, 7.5, 20, 0.05))),
        Optional.of(new DeviceStatus(254, -5, AT)),
        Optional.of(AT),
        2,
        0);
  }
}
