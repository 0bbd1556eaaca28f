package io.lorikeet.actors.testing;

import static io.lorikeet.actors.testing.Samples.AT;
import static io.lorikeet.actors.testing.Samples.DEVICE;

import akka.actor.typed.ActorRef;
import io.lorikeet.actors.broker.DevAddrBroker;
import io.lorikeet.actors.broker.JoinBroker;
import io.lorikeet.actors.broker.Verdict;
import io.lorikeet.actors.handler.ClassBc;
import io.lorikeet.actors.handler.DevNonces;
import io.lorikeet.actors.handler.EndDevice;
import io.lorikeet.actors.handler.EndDeviceCommand;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand;
import io.lorikeet.actors.handler.EndDeviceState;
import io.lorikeet.actors.handler.RootKeyUse;
import io.lorikeet.actors.networkserver.DeviceClass;
import io.lorikeet.actors.networkserver.DeviceSessionCommand;
import io.lorikeet.actors.networkserver.LorawanVersion;
import io.lorikeet.actors.networkserver.MacDetails;
import io.lorikeet.actors.networkserver.NetworkKeys11;
import io.lorikeet.actors.networkserver.Session11;
import io.lorikeet.actors.networkserver.SessionDetails;
import io.lorikeet.actors.router.UplinkEnd;
import io.lorikeet.actors.router.UplinkFrame;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.CounterWidth;
import io.lorikeet.protocol.id.NetId;
import io.lorikeet.protocol.key.Aes128Key;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** One of each thing that is said on a device's frames, from its gateway to its application. */
final class DeviceMessageSamples {

  private static final NetworkKeys11 KEYS_11 =
      new NetworkKeys11(
          Aes128Key.parse("303132333435363738393a3b3c3d3e3f"),
          Aes128Key.parse("404142434445464748494a4b4c4d4e4f"));
  private static final List<RootKeyUse> USED =
      List.of(
          new RootKeyUse(
              "5feceb66", new EndDeviceState.Joins(new DevNonces(Payload.ofHex("0002"), 9), 3, 4)));
  private static final EndDeviceNetworkCommand.Answer ANSWER =
      new EndDeviceNetworkCommand.Answer(8, 51, true, AT, true);

  private DeviceMessageSamples() {}

  static List<Object> all(TestSystem network) {
    return Stream.of(
            uplink(network),
            session(network),
            endDevice(network),
            answersOfEndDevice(),
            network(network),
            answersToNetwork())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Object> uplink(TestSystem network) {
    var frame =
        new UplinkFrame(
            3,
            Payload.ofHex("4007000126"),
            Heard.SF7,
            Samples.RECEPTION,
            MessageSamples.somebody(network));
    return List.of(
        frame,
        new UplinkFrame.Settled(3, UplinkFrame.Outcome.DELIVERED),
        new DevAddrBroker.HandleUplink(frame),
        new DevAddrBroker.AddSession(DEVICE.devEui(), MessageSamples.somebody(network)),
        new DevAddrBroker.RemoveSession(DEVICE.devEui(), MessageSamples.somebody(network)),
        new DevAddrBroker.CountDevices(MessageSamples.somebody(network)),
        new DevAddrBroker.InUse(12),
        new DevAddrBroker.Done(true),
        new DevAddrBroker.Stop(),
        new JoinBroker.HandleJoin(frame),
        Verdict.of(4, DEVICE.devEui(), UplinkEnd.BAD_MIC));
  }

  private static List<Object> session(TestSystem network) {
    ActorRef<Verdict> broker = MessageSamples.somebody(network);
    ActorRef<DeviceSessionCommand.Provisioned> asker = MessageSamples.somebody(network);
    return List.of(
        new DeviceSessionCommand.Provision(
            DEVICE.profile(LorawanVersion.V1_1, DeviceClass.C),
            Optional.of(
                new DeviceSessionCommand.AbpSession(
                    DEVICE.devAddr(),
                    DEVICE.keys().nwkSKey(),
                    Optional.of(KEYS_11),
                    Optional.of("6b86b273"))),
            AT,
            asker),
        new DeviceSessionCommand.Provisioned(DeviceSessionCommand.ProvisionOutcome.TAKEN, USED),
        new DeviceSessionCommand.Release(DEVICE.id(), USED, asker),
        new DeviceSessionCommand.HandleUplink(4, Samples.UPLINK, broker),
        new DeviceSessionCommand.HandleJoin(4, Samples.UPLINK, broker),
        new DeviceSessionCommand.CallForDownlink(DEVICE.id(), true),
        new DeviceSessionCommand.GetReceptions(MessageSamples.somebody(network)),
        new DeviceSessionCommand.LastReceptions(List.of(Samples.RECEPTION)),
        new DeviceSessionCommand.WantRejoin(
            Payload.ofHex("0e0300"), MessageSamples.somebody(network)),
        new DeviceSessionCommand.RejoinAnswer(DeviceSessionCommand.RejoinOutcome.NOT_JOINED),
        new DeviceSessionCommand.GetSession(MessageSamples.somebody(network)),
        new DeviceSessionCommand.SessionAnswer(
            Optional.of(
                new SessionDetails(
                    DEVICE.devAddr(),
                    OptionalLong.of(70_000),
                    8,
                    AT,
                    Optional.of(AT),
                    DEVICE.keys().nwkSKey(),
                    Optional.of(new Session11(KEYS_11, 6, List.of(5L, 70_000L), 2)),
                    Optional.of(new MacDetails(MacSamples.state(), MacSamples.parameters()))))),
        new DeviceSessionCommand.SkipCounters(
            RestoreSamples.MONDAY, MessageSamples.somebody(network)),
        new DeviceSessionCommand.Stop());
  }

  private static List<Object> endDevice(TestSystem network) {
    ActorRef<EndDeviceCommand.Reply> asker = MessageSamples.somebody(network);
    return List.of(
        new EndDeviceCommand.Register(Samples.OTAA, AT, asker),
        new EndDeviceCommand.Change(Samples.ABP, AT, asker),
        new EndDeviceCommand.Remove(AT, asker),
        new EndDeviceCommand.GetDevice(asker),
        new EndDeviceCommand.QueueDownlink(Samples.MESSAGE, AT, asker),
        new EndDeviceCommand.ListDownlinks(asker),
        new EndDeviceCommand.RemoveDownlinks(Optional.of("open"), AT, asker),
        EndDevice.wake(),
        EndDevice.stop(),
        EndDevice.skipJoinNonces(5, MessageSamples.somebody(network)));
  }

  private static List<Object> answersOfEndDevice() {
    return List.of(
        new EndDeviceCommand.Registered(Samples.OTAA),
        new EndDeviceCommand.Removed(),
        new EndDeviceCommand.DeviceDetails(
            Samples.OTAA, Optional.of(Samples.HANDLER_SESSION), Optional.of(AT)),
        new EndDeviceCommand.Queued("open"),
        new EndDeviceCommand.Downlinks(
            List.of(
                new EndDeviceCommand.QueuedDownlink(
                    Samples.MESSAGE, EndDeviceCommand.DownlinkState.AWAITING_ACK, 2))),
        new EndDeviceCommand.Rejected(EndDeviceCommand.Reason.QUEUE_FULL, "100 downlinks"));
  }

  private static List<Object> network(TestSystem network) {
    ActorRef<EndDeviceNetworkCommand.NetworkReply> session = MessageSamples.somebody(network);
    return List.of(
        new EndDeviceNetworkCommand.HandleUplink(
            "uplink-1",
            new EndDeviceNetworkCommand.SessionFrame(
                DEVICE.devAddr(),
                Payload.ofHex("4007000126"),
                70_000,
                AT,
                Samples.RADIO,
                CounterWidth.BITS_16),
            ANSWER,
            session),
        new EndDeviceNetworkCommand.OfferDownlink(
            "opportunity-1", DEVICE.devAddr(), ANSWER, AT, session),
        new EndDeviceNetworkCommand.HandleJoin(
            Payload.ofHex("0001"),
            new EndDeviceNetworkCommand.JoinParameters(
                NetId.parse("000013"),
                DEVICE.devAddr(),
                Optional.of(DEVICE.devAddr()),
                TestDevice.SETTINGS,
                Payload.ofHex("184f84e85684b85e84886684586e8400")),
            AT,
            Samples.RADIO,
            session),
        new EndDeviceNetworkCommand.ReportDownlink(
            "open",
            8,
            EndDeviceNetworkCommand.DownlinkResult.SENT,
            Optional.of(Samples.TRANSMISSION),
            AT));
  }

  private static List<Object> answersToNetwork() {
    return List.of(
        new EndDeviceNetworkCommand.UplinkLogged("uplink-1"),
        new EndDeviceNetworkCommand.NothingToOffer("opportunity-1"),
        new EndDeviceNetworkCommand.DownlinkOffer(
            "uplink-1",
            new EndDeviceNetworkCommand.DeviceDownlink(
                "open",
                8,
                2,
                Payload.ofHex("0a0b"),
                true,
                true,
                Optional.of(
                    new ClassBc(
                        List.of(ClassBc.ChosenGateway.named("eui-00800000a0000001")),
                        Optional.of(AT))))),
        new EndDeviceNetworkCommand.JoinAccepted(
            Payload.ofHex("20ff"),
            DEVICE.devAddr(),
            DEVICE.keys().nwkSKey(),
            AT,
            Optional.of(KEYS_11)),
        new EndDeviceNetworkCommand.JoinRefused(
            EndDeviceNetworkCommand.JoinRefusal.DEV_NONCE_REUSED, DEVICE.devAddr()));
  }
}
