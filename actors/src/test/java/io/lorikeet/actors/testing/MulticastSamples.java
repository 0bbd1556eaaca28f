package io.lorikeet.actors.testing;

import io.lorikeet.actors.LeftOut;
import io.lorikeet.actors.handler.ClassBc;
import io.lorikeet.actors.handler.ClassBc.ChosenGateway;
import io.lorikeet.actors.handler.DownlinkMessage;
import io.lorikeet.actors.handler.EndDeviceEvent;
import io.lorikeet.actors.multicast.MulticastCommand.GatewayOutcome;
import io.lorikeet.actors.multicast.MulticastCommand.Member;
import io.lorikeet.actors.multicast.MulticastCommand.SentMulticast;
import io.lorikeet.actors.multicast.MulticastEvent;
import io.lorikeet.actors.multicast.MulticastMessage;
import io.lorikeet.actors.multicast.MulticastSettings;
import io.lorikeet.actors.multicast.MulticastState;
import io.lorikeet.actors.networkserver.DeviceClass;
import io.lorikeet.actors.networkserver.DeviceSessionEvent;
import io.lorikeet.actors.networkserver.LorawanVersion;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.key.Aes128Key;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One of everything that is stored since there are classes B and C and multicast groups. */
final class MulticastSamples {

  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<ChosenGateway> ROOF =
      List.of(ChosenGateway.named("eui-00800000a0000001"));
  static final MulticastSettings SETTINGS =
      new MulticastSettings(
          "street",
          new MulticastSettings.Session(
              DevAddr.parse("01ffff01"),
              Aes128Key.parse("0102030405060708090a0b0c0d0e0f10"),
              Aes128Key.parse("1112131415161718191a1b1c1d1e1f20")),
          new MulticastSettings.Channel(DeviceClass.B, "EU_863_870", 869_525_000, 3, 4),
          ROOF);
  static final MulticastMessage MESSAGE =
      new MulticastMessage("on", 3, Payload.ofHex("0102"), Optional.of(AT));
  static final Member MEMBER = new Member("lamp", new DevEui(7));
  static final SentMulticast SENT =
      new SentMulticast(
          "off", 8, AT, List.of(new GatewayOutcome("roof", "accepted", Optional.of(AT))));

  private MulticastSamples() {}

  static List<Object> all() {
    var taken = new MulticastEvent.MulticastTaken("on", 9, ROOF);
    return List.of(
        new MulticastEvent.GroupSet(SETTINGS),
        new MulticastEvent.GroupRemoved(),
        new MulticastEvent.MemberAdded(MEMBER),
        new MulticastEvent.MemberRemoved("lamp"),
        new MulticastEvent.MulticastCountersSkipped(5, ""),
        new MulticastEvent.MulticastQueued(MESSAGE),
        taken,
        new MulticastEvent.MulticastDone(SENT),
        new MulticastState(
            Optional.of(SETTINGS),
            List.of(MEMBER),
            10,
            List.of(MESSAGE),
            Optional.of(taken),
            List.of(SENT),
            List.of(new MulticastState.UsedSession(SETTINGS.session(), 4)),
            LeftOut.NOTHING),
        new DeviceSessionEvent.ProfileSet(
            TestDevice.numbered(1).profile(LorawanVersion.V1_0_4, DeviceClass.C), Optional.empty()),
        new EndDeviceEvent.DownlinkQueued(
            new DownlinkMessage(
                "timed",
                2,
                Payload.ofHex("01"),
                false,
                DownlinkMessage.Schedule.LAST,
                Optional.empty(),
                Optional.of(new ClassBc(ROOF, Optional.of(AT)))),
            AT));
  }
}
