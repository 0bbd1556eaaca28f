package io.lorikeet.actors.gateway;

import akka.actor.typed.ActorRef;
import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.Repeated;
import io.lorikeet.actors.router.Location;
import java.time.Instant;
import java.util.Optional;

/** What can be asked of a {@code Gateway}; all of it may be sent twice. */
public sealed interface GatewayCommand extends CborSerializable
    permits GatewayCommand.Register,
        GatewayCommand.Change,
        GatewayCommand.Remove,
        GatewayCommand.GetGateway,
        GatewayCommand.Connect,
        GatewayCommand.Disconnect,
        GatewayCommand.ReportStatistics,
        GatewayCommand.ScheduleDownlink,
        GatewayCommand.PassOn,
        GatewayCommand.Stop,
        GatewayInternal {

  /** Enters a gateway, or is answered {@code ALREADY_EXISTS} when another name has its EUI. */
  record Register(GatewayRegistration registration, ActorRef<Reply> replyTo)
      implements GatewayCommand {}

  /** Changes what is known of a registered gateway; id and EUI stay. */
  record Change(GatewayRegistration registration, ActorRef<Reply> replyTo)
      implements GatewayCommand {}

  record Remove(ActorRef<Reply> replyTo) implements GatewayCommand {}

  /** Leaves this node. */
  record Stop() implements GatewayCommand {}

  record GetGateway(Instant at, ActorRef<Reply> replyTo) implements GatewayCommand {}

  /**
   * Downlinks go to this connection from now on. Sent when a gateway appears and with each sign of
   * life; a newer connection takes over from an older one.
   *
   * @param protocol as {@code semtech-udp}
   * @param remoteAddress where the gateway is
   * @param receivesOnly the connection has no way to the gateway: behind a load balancer the other
   *     direction may end on another node. Downlinks go where they went before
   */
  record Connect(
      ActorRef<GatewayConnection.Command> connection,
      String protocol,
      String remoteAddress,
      Instant at,
      boolean receivesOnly,
      ActorRef<Reply> replyTo)
      implements GatewayCommand {}

  /** The connection is gone; ignored when another one has taken over. */
  record Disconnect(ActorRef<GatewayConnection.Command> connection, Instant at)
      implements GatewayCommand {}

  /** Counters since the last report; batched, off the uplink's way. */
  record ReportStatistics(GatewayStatistics statistics) implements GatewayCommand, Repeated {}

  /** Claims airtime for one of the options, the first that fits, and has it transmitted. */
  record ScheduleDownlink(DownlinkRequest request, Instant at, ActorRef<Scheduled> replyTo)
      implements GatewayCommand, Repeated {}

  /**
   * The gateway has said something that its connection {@code heardBy} has not asked: behind a load
   * balancer it may be the answer to another node.
   */
  record PassOn(GatewayConnection.Acknowledged said, ActorRef<GatewayConnection.Command> heardBy)
      implements GatewayCommand, Repeated {}

  sealed interface Reply extends CborSerializable {}

  /** Done; {@code registration} is what holds now. */
  record Registered(GatewayRegistration registration) implements Reply {}

  record Removed() implements Reply {}

  record Refused(Reason reason) implements Reply {}

  /** The answer to {@link GetGateway}. */
  record GatewayDetails(Optional<GatewayRegistration> registration, GatewayStatus status)
      implements Reply {}

  /** The connection may go on: whose it is and where it stands. */
  record Connected(String gatewayId, String frequencyPlan, Optional<Location> location)
      implements Reply {}

  enum Reason {
    NOT_REGISTERED,
    ALREADY_EXISTS
  }

  /** The answer to {@link ScheduleDownlink}: what the gateway took, or why nothing. */
  record Scheduled(String requestId, Outcome outcome, Optional<DownlinkFrame> frame)
      implements CborSerializable {}

  /** The name in lower case is the metric's label. */
  enum Outcome {
    ACCEPTED,
    NOT_CONNECTED,
    TOO_LATE,
    AIRTIME_CONFLICT,
    DUTY_CYCLE,
    FREQUENCY_FORBIDDEN,
    GATEWAY_REFUSED,
    /** The gateway said nothing: it may have been transmitted. */
    UNKNOWN
  }
}
