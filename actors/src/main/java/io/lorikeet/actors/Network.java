package io.lorikeet.actors;

import akka.actor.typed.ActorRef;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.handler.ApplicationCommand;
import io.lorikeet.actors.handler.EndDeviceCommand;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.multicast.MulticastCommand;
import io.lorikeet.actors.multicast.MulticastGroupId;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.RejoinOutcome;
import io.lorikeet.actors.networkserver.SessionDetails;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.protocol.mac.ForceRejoin.ForceRejoinReq;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The entities as the edges see them: HTTP API, MQTT, gateways. A stage fails with a {@link
 * java.util.concurrent.TimeoutException} when an entity does not answer in time; what was asked may
 * have happened all the same, and may be asked again.
 */
public interface Network {

  CompletionStage<ApplicationCommand.Reply> application(
      String applicationId,
      Function<ActorRef<ApplicationCommand.Reply>, ApplicationCommand> command);

  CompletionStage<EndDeviceCommand.Reply> device(
      EndDeviceId device, Function<ActorRef<EndDeviceCommand.Reply>, EndDeviceCommand> command);

  CompletionStage<GatewayCommand.Reply> gateway(
      GatewayEui gateway, Function<ActorRef<GatewayCommand.Reply>, GatewayCommand> command);

  CompletionStage<MulticastCommand.Reply> multicastGroup(
      MulticastGroupId group, Function<ActorRef<MulticastCommand.Reply>, MulticastCommand> command);

  /** The network side of a device's session; empty before its first activation. */
  CompletionStage<Optional<SessionDetails>> session(DevEui devEui);

  /**
   * Has a device of LoRaWAN 1.1 ask for new keys.
   *
   * @param request what it is told
   */
  CompletionStage<RejoinOutcome> wantRejoin(DevEui devEui, ForceRejoinReq request);

  Directory directory();
}
