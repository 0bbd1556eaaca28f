package io.lorikeet.actors.gateway;

import akka.actor.typed.ActorRef;
import io.lorikeet.actors.gateway.GatewayCommand.ScheduleDownlink;
import io.lorikeet.actors.gateway.GatewayCommand.Scheduled;
import java.time.Instant;

/**
 * A request on its way through its options.
 *
 * @param connection that has the frame
 */
record Transmission(
    ScheduleDownlink asked,
    int option,
    DownlinkFrame frame,
    ActorRef<GatewayConnection.Command> connection) {

  DownlinkRequest request() {
    return asked.request();
  }

  ActorRef<Scheduled> replyTo() {
    return asked.replyTo();
  }

  /** Where its way begins: with what it answers, or with its session's asking. */
  Instant since() {
    return request().start().isPresent() ? asked.at() : request().receivedAt();
  }

  Transmission answering(ActorRef<Scheduled> other) {
    return new Transmission(
        new ScheduleDownlink(request(), asked.at(), other), option, frame, connection);
  }

  Transmission by(ActorRef<GatewayConnection.Command> other) {
    return new Transmission(asked, option, frame, other);
  }
}
