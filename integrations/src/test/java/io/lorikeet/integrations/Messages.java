package io.lorikeet.integrations;

import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.handler.ApplicationMessage.Transmission;
import io.lorikeet.actors.handler.ApplicationUplink;
import io.lorikeet.actors.handler.DownlinkMessage;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.handler.LogStore;
import io.lorikeet.actors.handler.UplinkRadio;
import io.lorikeet.actors.router.Location;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.protocol.id.JoinEui;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** One message of each kind. */
public final class Messages {

  public static final EndDeviceId SOIL = new EndDeviceId("farm", "soil");
  public static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456Z");
  public static final DevEui DEV_EUI = DevEui.parse("0004A30B001C0530");
  public static final JoinEui JOIN_EUI = JoinEui.parse("70B3D57ED0000001");
  public static final DevAddr DEV_ADDR = DevAddr.parse("26011BDA");
  public static final Radio SF7 = Radio.lora(868_100_000, 7, 125_000, "4/5");

  private static final Reception NEAR =
      new Reception(
          GatewayEui.parse("B827EBFFFE87BD22"),
          "roof",
          3_066_473_076L,
          AT,
          new Reception.Signal(-57, 9.5f),
          new Reception.Path(5, 1, 2),
          new Reception.Fix(
              Optional.of(Instant.parse("2026-03-01T12:00:00.1Z")),
              OptionalLong.of(100_000_123),
              Optional.of(new Location(52.3741, 4.8896, 12, Location.Source.REGISTRY))));

  private static final Reception FAR =
      new Reception(
          GatewayEui.parse("00800000A0001234"),
          "eui-00800000a0001234",
          17,
          AT,
          new Reception.Signal(-121.5f, -7),
          new Reception.Path(0, 0, 0),
          Reception.Fix.NONE);

  public static final UplinkRadio HEARD = new UplinkRadio(SF7, 46_336, List.of(NEAR, FAR));

  public static final DownlinkMessage DOWNLINK =
      new DownlinkMessage(
          "d-1",
          10,
          Payload.ofHex("0102ff"),
          true,
          DownlinkMessage.Schedule.LAST,
          Optional.of(Instant.parse("2026-03-02T00:00:00Z")),
          Optional.empty());

  private Messages() {}

  public static ApplicationUplink uplink(int fCnt) {
    return uplink(SOIL, fCnt);
  }

  public static ApplicationUplink uplink(EndDeviceId device, int fCnt) {
    return new ApplicationUplink(
        "u-" + device.deviceId() + "-" + fCnt,
        device,
        AT,
        DEV_EUI,
        DEV_ADDR,
        new ApplicationUplink.Content(OptionalInt.of(3), fCnt, Payload.ofHex("cafe00"), false, "A"),
        HEARD);
  }

  public static LogStore.Entry entry(long position) {
    return new LogStore.Entry(position, uplink((int) position));
  }

  /** Confirmed, FSK, without port and payload, heard by no gateway with a place. */
  public static ApplicationUplink bareUplink() {
    return new ApplicationUplink(
        "u-bare",
        SOIL,
        AT,
        DEV_EUI,
        DEV_ADDR,
        new ApplicationUplink.Content(OptionalInt.empty(), 8, Payload.empty(), true, "C"),
        new UplinkRadio(Radio.fsk(868_800_000, 50_000), 1_760, List.of(FAR)));
  }

  public static ApplicationMessage activated() {
    return new ApplicationMessage.DeviceActivated(
        "e-1", SOIL, AT, JOIN_EUI, DEV_EUI, DEV_ADDR, HEARD);
  }

  public static ApplicationMessage activationFailed() {
    return new ApplicationMessage.ActivationFailed(
        "e-2", SOIL, AT, JOIN_EUI, DEV_EUI, "DevNonce 17 was used before");
  }

  public static ApplicationMessage scheduled() {
    return new ApplicationMessage.DownlinkScheduled("e-3", SOIL, AT, DOWNLINK);
  }

  public static ApplicationMessage sent() {
    return new ApplicationMessage.DownlinkSent(
        "e-4",
        SOIL,
        AT,
        DOWNLINK,
        new Transmission(Payload.ofHex("60da1b0126"), "roof", SF7, 41, 51_456, 14));
  }

  public static ApplicationMessage acknowledged() {
    return new ApplicationMessage.DownlinkAcknowledged("e-5", SOIL, AT, DOWNLINK);
  }

  public static ApplicationMessage downlinkFailed() {
    return new ApplicationMessage.DownlinkFailed("e-6", SOIL, AT, DOWNLINK, "expired");
  }

  public static ApplicationMessage changed(ApplicationMessage.Change change) {
    return new ApplicationMessage.DeviceChanged("e-7", SOIL, AT, change);
  }
}
