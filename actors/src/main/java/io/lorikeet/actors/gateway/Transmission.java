package io.lorikeet.actors.gateway;

import akka.actor.typed.ActorRef;
import io.lorikeet.actors.gateway.GatewayCommand.Scheduled;

/**
 * A request on its way through its options.
 *
 * @param connection that has the frame
 */
record Transmission(
    DownlinkRequest request,
    int option,
    DownlinkFrame frame,
    ActorRef<GatewayConnection.Command> connection,
    ActorRef<Scheduled> replyTo) {

  Transmission answering(ActorRef<Scheduled> other) {
    return new Transmission(request, option, frame, connection, other);
  }

  Transmission by(ActorRef<GatewayConnection.Command> other) {
    return new Transmission(request, option, frame, other, replyTo);
  }
}
