package io.lorikeet.actors.testing;

import static io.lorikeet.actors.testing.Samples.AT;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import io.lorikeet.actors.gateway.DownlinkFrame;
import io.lorikeet.actors.gateway.DownlinkRequest;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.gateway.GatewayConnection;
import io.lorikeet.actors.gateway.GatewayStatistics;
import io.lorikeet.actors.gateway.GatewayStatus;
import io.lorikeet.actors.handler.ApplicationCommand;
import io.lorikeet.actors.handler.ApplicationLog;
import io.lorikeet.actors.handler.Right;
import io.lorikeet.actors.handler.Subscription;
import io.lorikeet.actors.multicast.MulticastCommand;
import io.lorikeet.protocol.Payload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** One of each thing that nodes tell each other, with every component filled. */
final class MessageSamples {

  private static final DownlinkFrame FRAME =
      new DownlinkFrame(
          5, Payload.ofHex("6007"), Heard.SF7, 4_001_000_000L, AT, 16, 1, DownlinkFrame.Timing.GPS);
  private static final DownlinkRequest REQUEST =
      new DownlinkRequest(
          "uplink-1",
          Payload.ofHex("6007"),
          4_000_000_000L,
          AT,
          1,
          List.of(new DownlinkRequest.Option(Heard.SF7, 1_000_000, 51_456, 16)),
          Optional.of(new DownlinkRequest.Start(AT, AT.plusSeconds(1), true)));

  private MessageSamples() {}

  static List<Object> all(TestSystem network) {
    return Stream.of(
            gateway(network),
            application(network),
            log(network),
            multicast(network),
            DeviceMessageSamples.all(network))
        .flatMap(List::stream)
        .toList();
  }

  /** An address as it is written, the same each time: nobody is there. */
  static <T> ActorRef<T> somebody(TestSystem network) {
    return ActorRefResolver.get(network.system()).resolveActorRef("akka://test/user/somebody#7");
  }

  private static List<Object> gateway(TestSystem network) {
    ActorRef<GatewayCommand.Reply> asker = somebody(network);
    ActorRef<GatewayConnection.Command> connection = somebody(network);
    return List.of(
        new GatewayCommand.Register(Samples.ROOF, asker),
        new GatewayCommand.Change(Samples.ROOF, asker),
        new GatewayCommand.Remove(asker),
        new GatewayCommand.Stop(),
        new GatewayCommand.GetGateway(AT, asker),
        new GatewayCommand.Connect(connection, "semtech-udp", "10.0.0.1:1700", AT, true, asker),
        new GatewayCommand.Disconnect(connection, AT),
        new GatewayCommand.ReportStatistics(
            new GatewayStatistics(5, 4, 3, 2, AT, OptionalLong.of(20), Optional.of(Samples.PLACE))),
        new GatewayCommand.ScheduleDownlink(REQUEST, AT, somebody(network)),
        new GatewayCommand.PassOn(
            new GatewayConnection.Acknowledged(513, GatewayConnection.Result.TOO_LATE), connection),
        new GatewayConnection.Acknowledged(513, GatewayConnection.Result.TOO_LATE),
        new GatewayCommand.Registered(Samples.ROOF),
        new GatewayCommand.Removed(),
        new GatewayCommand.Refused(GatewayCommand.Reason.NOT_REGISTERED),
        new GatewayCommand.GatewayDetails(
            Optional.of(Samples.ROOF),
            new GatewayStatus(
                true,
                "semtech-udp",
                "10.0.0.1:1700",
                Optional.of(AT),
                OptionalLong.of(20),
                Map.of("M", 0.5),
                new GatewayStatus.Counters(6, 5, 4, 3, 2, 1))),
        new GatewayCommand.Connected("roof", "EU_863_870", Optional.of(Samples.PLACE)),
        new GatewayCommand.Scheduled(
            "uplink-1", GatewayCommand.Outcome.ACCEPTED, Optional.of(FRAME)),
        new GatewayConnection.Transmit(FRAME, somebody(network)),
        new GatewayConnection.ConnectAgain(),
        new GatewayConnection.Transmitted(5, GatewayConnection.Result.ACCEPTED_LESS_POWER));
  }

  private static List<Object> application(TestSystem network) {
    ActorRef<ApplicationCommand.Reply> asker = somebody(network);
    return List.of(
        new ApplicationCommand.Stop(),
        new ApplicationCommand.Create("Meadow", "wet", AT, asker),
        new ApplicationCommand.Describe("Meadow", "dry", asker),
        new ApplicationCommand.Remove(asker),
        new ApplicationCommand.GetApplication(asker),
        new ApplicationCommand.AddApiKey(Samples.API_KEY, asker),
        new ApplicationCommand.RemoveApiKey("k1", asker),
        new ApplicationCommand.CheckApiKey("5feceb66", asker),
        new ApplicationCommand.PutWebhook(Samples.WEBHOOK, asker),
        new ApplicationCommand.RemoveWebhook("barn", asker),
        new ApplicationCommand.ApplicationDetails(
            "meadow", "Meadow", "wet", AT, List.of(Samples.API_KEY), List.of(Samples.WEBHOOK)),
        new ApplicationCommand.Removed(),
        new ApplicationCommand.ApiKeyRights(Set.of(Right.MESSAGES_UP_READ)),
        new ApplicationCommand.Rejected(ApplicationCommand.Reason.TOO_MANY));
  }

  private static List<Object> log(TestSystem network) {
    return List.of(
        new ApplicationLog.Append(Samples.messages().get(0), true, somebody(network)),
        new ApplicationLog.Appended("uplink-1"),
        new ApplicationLog.Subscribe(List.of(new Subscription.Mqtt(), Samples.WEBHOOK)),
        new ApplicationLog.Wake(),
        new ApplicationLog.Stop());
  }

  private static List<Object> multicast(TestSystem network) {
    ActorRef<MulticastCommand.Reply> asker = somebody(network);
    return List.of(
        new MulticastCommand.Create(MulticastSamples.SETTINGS, asker),
        new MulticastCommand.Change(MulticastSamples.SETTINGS, asker),
        new MulticastCommand.Remove(asker),
        new MulticastCommand.GetGroup(asker),
        new MulticastCommand.AddMember(MulticastSamples.MEMBER, asker),
        new MulticastCommand.RemoveMember("lamp", asker),
        new MulticastCommand.QueueMulticast(MulticastSamples.MESSAGE, AT, asker),
        new MulticastCommand.SkipCounters(RestoreSamples.MONDAY, somebody(network)),
        new MulticastCommand.Wake(),
        new MulticastCommand.Stop(),
        new MulticastCommand.Removed(),
        new MulticastCommand.Queued("on"),
        new MulticastCommand.GroupDetails(
            MulticastSamples.SETTINGS,
            List.of(MulticastSamples.MEMBER),
            9,
            List.of(MulticastSamples.MESSAGE),
            List.of(MulticastSamples.SENT)),
        new MulticastCommand.Rejected(MulticastCommand.Reason.FULL, "1000 members"));
  }
}
