package io.lorikeet.actors.testing;

import io.lorikeet.actors.LeftOut;
import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.broker.DevAddrBroker;
import io.lorikeet.actors.gateway.AirtimeLedger;
import io.lorikeet.actors.gateway.Gateway;
import io.lorikeet.actors.gateway.GatewayRegistration;
import io.lorikeet.actors.handler.Application;
import io.lorikeet.actors.handler.ApplicationCommand;
import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.handler.ApplicationUplink;
import io.lorikeet.actors.handler.DevNonces;
import io.lorikeet.actors.handler.DownlinkMessage;
import io.lorikeet.actors.handler.DownlinkQueue;
import io.lorikeet.actors.handler.EndDeviceCommand;
import io.lorikeet.actors.handler.EndDeviceEvent;
import io.lorikeet.actors.handler.EndDeviceRegistration;
import io.lorikeet.actors.handler.EndDeviceState;
import io.lorikeet.actors.handler.Right;
import io.lorikeet.actors.handler.RootKeyUse;
import io.lorikeet.actors.handler.Secret;
import io.lorikeet.actors.handler.Subscription;
import io.lorikeet.actors.handler.UplinkRadio;
import io.lorikeet.actors.networkserver.DeviceSessionEvent;
import io.lorikeet.actors.networkserver.DeviceSessionState;
import io.lorikeet.actors.networkserver.LorawanVersion;
import io.lorikeet.actors.networkserver.NetworkKeys11;
import io.lorikeet.actors.networkserver.Past;
import io.lorikeet.actors.networkserver.PastSession;
import io.lorikeet.actors.networkserver.Session;
import io.lorikeet.actors.networkserver.Session11;
import io.lorikeet.actors.router.Location;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.CounterWidth;
import io.lorikeet.protocol.key.Aes128Key;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** One of each thing that is stored, with every component filled. */
public final class Samples {

  static final Instant AT = Instant.parse("2024-05-01T12:00:00.123Z");
  static final TestDevice DEVICE = TestDevice.numbered(7);
  static final Location PLACE = new Location(52.1, 4.3, 17, Location.Source.REGISTRY);
  static final Reception RECEPTION =
      new Reception(
          Heard.gateway(1),
          "roof",
          4_000_000_000L,
          AT,
          new Reception.Signal(-101.5f, -7.25f),
          new Reception.Path(3, 1, 0),
          new Reception.Fix(Optional.of(AT), OptionalLong.of(123_456_789), Optional.of(PLACE)));
  static final DeduplicatedUplink UPLINK =
      new DeduplicatedUplink(Payload.ofHex("4007000126"), Heard.SF7, List.of(RECEPTION));
  static final UplinkRadio RADIO = new UplinkRadio(Heard.SF7, 51_456, List.of(RECEPTION));
  private static final DeviceSessionEvent.UplinkAccepted ACCEPTED =
      new DeviceSessionEvent.UplinkAccepted(
          "uplink-1",
          DEVICE.devAddr(),
          70_000,
          UPLINK,
          Set.of("uplink-0"),
          Optional.empty(),
          CounterWidth.BITS_32);
  static final DownlinkMessage MESSAGE =
      new DownlinkMessage(
          "open",
          2,
          Payload.ofHex("0102"),
          true,
          DownlinkMessage.Schedule.FIRST,
          Optional.of(AT),
          Optional.empty());
  static final ApplicationMessage.Transmission TRANSMISSION =
      new ApplicationMessage.Transmission(Payload.ofHex("6007"), "roof", Heard.SF7, 9, 51_456, 16);
  static final EndDeviceRegistration OTAA = DEVICE.otaa(LorawanVersion.V1_0_4);
  static final EndDeviceRegistration ABP = DEVICE.abp(LorawanVersion.V1_0_2);
  static final EndDeviceCommand.Session HANDLER_SESSION =
      new EndDeviceCommand.Session(DEVICE.devAddr(), DEVICE.keys().appSKey(), AT);
  static final GatewayRegistration ROOF =
      new GatewayRegistration(
          "roof", Heard.gateway(1), "EU_863_870", Optional.of(PLACE), 2.15f, "on the roof");
  private static final AirtimeLedger.Emission EMISSION =
      new AirtimeLedger.Emission(5, 1_714_564_800_000_000L, 51_456, 868_100_000);
  static final ApplicationCommand.ApiKey API_KEY =
      new ApplicationCommand.ApiKey("k1", "reader", Set.of(Right.MESSAGES_UP_READ), "5feceb66", AT);
  static final Subscription.Webhook WEBHOOK =
      new Subscription.Webhook(
          "barn",
          "https://barn.example/up",
          Map.of("X-Barn", new Secret("1")),
          Set.of("up"),
          "json",
          Optional.of(new Secret("secret")));

  private Samples() {}

  /** One of each thing as it was stored before LoRaWAN 1.1. */
  public static List<Object> all() {
    return List.of(
        new DeviceSessionEvent.ProfileSet(DEVICE.profile(LorawanVersion.V1_0_3), Optional.empty()),
        new DeviceSessionEvent.SessionPersonalized(
            DEVICE.devAddr(),
            DEVICE.keys().nwkSKey(),
            AT,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        new DeviceSessionEvent.SessionJoined(
            DEVICE.devAddr(),
            DEVICE.keys().nwkSKey(),
            AT,
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty()),
        new DeviceSessionEvent.RejoinCounted(DEVICE.devAddr(), 5),
        ACCEPTED,
        new DeviceSessionEvent.UplinksLogged(Set.of("uplink-1")),
        new DeviceSessionEvent.DownlinkPrepared(
            8, Optional.of("open"), AT, false, Optional.empty()),
        new DeviceSessionEvent.CountersSkipped(5, ""),
        new DeviceSessionEvent.Released(List.of()),
        new DeviceSessionState.Unknown(
            new Past(List.of(), List.of(), Optional.empty(), LeftOut.NOTHING)),
        new DeviceSessionState.Known(
            DEVICE.profile(LorawanVersion.V1_0_3),
            Optional.of(session(70_000)),
            Optional.of(session(0)),
            List.of(),
            List.of(ACCEPTED),
            Optional.of(new DeviceSessionState.OpenDownlink("open", 8)),
            new Past(List.of(), List.of(), Optional.empty(), LeftOut.NOTHING)),
        new EndDeviceEvent.DeviceRegistered(OTAA, AT, List.of()),
        new EndDeviceEvent.DeviceChanged(ABP, AT),
        new EndDeviceEvent.DeviceRemoved(AT),
        new EndDeviceEvent.DeviceJoined(
            9,
            3,
            DEVICE.devAddr(),
            DEVICE.keys().appSKey(),
            AT,
            RADIO,
            Optional.of(DEVICE.devAddr())),
        new EndDeviceEvent.DeviceRejoined(
            new EndDeviceEvent.RejoinCount(2, 9),
            3,
            DEVICE.devAddr(),
            DEVICE.keys().appSKey(),
            AT,
            RADIO,
            Optional.of(DEVICE.devAddr())),
        new EndDeviceEvent.JoinNoncesSkipped(5),
        new EndDeviceEvent.SessionBegun(DEVICE.devAddr()),
        new EndDeviceEvent.DownlinkQueued(MESSAGE, AT),
        new EndDeviceEvent.DownlinksRemoved(Set.of("open")),
        new EndDeviceEvent.DownlinkTaken("open", 8),
        new EndDeviceEvent.DownlinkTransmitted("open", TRANSMISSION, AT),
        new EndDeviceEvent.DownlinkReturned("open"),
        new EndDeviceEvent.DownlinkConfirmed("open", AT),
        new EndDeviceEvent.DownlinkGivenUp("open", "expired", AT),
        new EndDeviceEvent.JoinRejected(9, "used before", AT),
        new EndDeviceEvent.MessagesLogged(Set.of("open/sent-1")),
        new EndDeviceState.Absent(),
        new EndDeviceState.Present(
            OTAA,
            new EndDeviceState.Joins(new DevNonces(Payload.ofHex("0002"), 9), 3, 0),
            List.of(HANDLER_SESSION),
            new DownlinkQueue(
                List.of(
                    new DownlinkQueue.Item(
                        MESSAGE, EndDeviceCommand.DownlinkState.SCHEDULED, 2, 8)),
                8,
                Optional.empty()),
            messages(),
            List.of()),
        new Gateway.GatewayRegistered(ROOF),
        new Gateway.GatewayRemoved(),
        new Gateway.AirtimeClaimed(EMISSION),
        new Gateway.AirtimeReleased(5),
        new Gateway.State(Optional.of(ROOF), new AirtimeLedger(List.of(EMISSION)), 5),
        new DevAddrBroker.SessionAdded(DEVICE.devEui()),
        new DevAddrBroker.SessionRemoved(DEVICE.devEui()),
        new DevAddrBroker.State(Set.of(DEVICE.devEui())),
        new Application.Created("Meadow", "wet", AT),
        new Application.Described("Meadow", "dry"),
        new Application.ApiKeyAdded(API_KEY),
        new Application.ApiKeyRemoved("k1"),
        new Application.WebhookPut(WEBHOOK),
        new Application.WebhookRemoved("barn"),
        new Application.ApplicationRemoved(),
        new Application.Absent(),
        new Application.Present(
            "Meadow", "wet", AT, Map.of("k1", API_KEY), Map.of("barn", WEBHOOK)));
  }

  /** Things whose components of LoRaWAN 1.1 and of remembered keys are filled. */
  public static List<Object> since11() {
    var keys =
        new NetworkKeys11(
            Aes128Key.parse("303132333435363738393a3b3c3d3e3f"),
            Aes128Key.parse("404142434445464748494a4b4c4d4e4f"));
    var joins = new EndDeviceState.Joins(new DevNonces(Payload.ofHex("0002"), 9), 3, 4);
    var used = List.of(new RootKeyUse("5feceb66", joins));
    var past =
        new Past(
            List.of(new PastSession("6b86b273", 70_000, 8, 9, List.of())),
            used,
            Optional.empty(),
            LeftOut.NOTHING);
    var session =
        new Session(
            DEVICE.devAddr(),
            DEVICE.keys().nwkSKey(),
            AT,
            70_000,
            Optional.of(ACCEPTED),
            9,
            Optional.of(new Session11(keys, 6, List.of(5L, 70_000L), 2)),
            Optional.empty(),
            List.of());
    var otaa =
        new EndDeviceRegistration(
            DEVICE.id(),
            DEVICE.devEui(),
            Optional.of(TestDevice.JOIN_EUI),
            new EndDeviceRegistration.Otaa(DEVICE.appKey(), Optional.of(keys.nwkSEncKey())),
            DEVICE.profile(LorawanVersion.V1_1),
            new EndDeviceRegistration.Labels("", "", Map.of()));
    var abp =
        new EndDeviceRegistration(
            DEVICE.id(),
            DEVICE.devEui(),
            Optional.empty(),
            new EndDeviceRegistration.Abp(
                DEVICE.devAddr(),
                DEVICE.keys().nwkSKey(),
                DEVICE.keys().appSKey(),
                Optional.of(keys)),
            DEVICE.profile(LorawanVersion.V1_1),
            new EndDeviceRegistration.Labels("", "", Map.of()));
    return List.of(
        new DeviceSessionEvent.SessionPersonalized(
            DEVICE.devAddr(),
            DEVICE.keys().nwkSKey(),
            AT,
            Optional.of(keys),
            Optional.empty(),
            Optional.empty()),
        new DeviceSessionEvent.SessionJoined(
            DEVICE.devAddr(),
            DEVICE.keys().nwkSKey(),
            AT,
            Optional.of(keys),
            OptionalInt.of(2),
            Optional.empty()),
        new DeviceSessionEvent.DownlinkPrepared(8, Optional.of("open"), AT, true, Optional.empty()),
        new DeviceSessionEvent.Released(used),
        new DeviceSessionState.Unknown(past),
        new DeviceSessionState.Known(
            DEVICE.profile(LorawanVersion.V1_1),
            Optional.of(session),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            past),
        new EndDeviceEvent.DeviceRegistered(otaa, AT, used),
        new EndDeviceEvent.DeviceChanged(abp, AT),
        new EndDeviceState.Present(
            otaa,
            joins,
            List.of(HANDLER_SESSION),
            new DownlinkQueue(List.of(), 8, Optional.of(DEVICE.devAddr())),
            List.of(),
            used));
  }

  static Session session(long lastFCntUp) {
    return new Session(
        DEVICE.devAddr(),
        DEVICE.keys().nwkSKey(),
        AT,
        lastFCntUp,
        Optional.of(ACCEPTED),
        9,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** One of each kind that an application receives. */
  public static List<ApplicationMessage> messages() {
    var id = DEVICE.id();
    return List.of(
        new ApplicationUplink(
            "uplink-1",
            id,
            AT,
            DEVICE.devEui(),
            DEVICE.devAddr(),
            new ApplicationUplink.Content(
                OptionalInt.of(1), 70_000, Payload.ofHex("0a0b"), true, "A"),
            RADIO),
        new ApplicationMessage.DeviceActivated(
            "join-3", id, AT, TestDevice.JOIN_EUI, DEVICE.devEui(), DEVICE.devAddr(), RADIO),
        new ApplicationMessage.ActivationFailed(
            "join-4", id, AT, TestDevice.JOIN_EUI, DEVICE.devEui(), "used before"),
        new ApplicationMessage.DownlinkScheduled("open/scheduled", id, AT, MESSAGE),
        new ApplicationMessage.DownlinkSent("open/sent-1", id, AT, MESSAGE, TRANSMISSION),
        new ApplicationMessage.DownlinkAcknowledged("open/acknowledged", id, AT, MESSAGE),
        new ApplicationMessage.DownlinkFailed("open/failed", id, AT, MESSAGE, "expired"),
        new ApplicationMessage.DeviceChanged("create", id, AT, ApplicationMessage.Change.CREATE));
  }
}
