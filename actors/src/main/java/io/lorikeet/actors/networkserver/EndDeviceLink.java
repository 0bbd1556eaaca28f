package io.lorikeet.actors.networkserver;

import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.ShardingEnvelope;
import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.handler.EndDeviceCommand;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.NetworkReply;
import io.lorikeet.actors.handler.UplinkRadio;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.UplinkAccepted;
import io.lorikeet.protocol.id.DevAddr;
import java.time.Instant;
import java.util.Optional;

/** The way to the application side of one device. */
final class EndDeviceLink {

  private final ActorRef<ShardingEnvelope<EndDeviceCommand>> endDevices;
  private final ActorRef<NetworkReply> replies;
  private EndDeviceId owner;

  EndDeviceLink(
      ActorRef<ShardingEnvelope<EndDeviceCommand>> endDevices, ActorRef<NetworkReply> replies) {
    this.endDevices = endDevices;
    this.replies = replies;
  }

  void ownedBy(EndDeviceId endDevice) {
    owner = endDevice;
  }

  void handUp(UplinkAccepted accepted, EndDeviceNetworkCommand.Answer answer) {
    var uplink = accepted.uplink();
    var frame =
        new EndDeviceNetworkCommand.SessionFrame(
            accepted.devAddr(),
            uplink.phy(),
            accepted.fCnt(),
            uplink.receivedAt(),
            radioOf(uplink),
            accepted.counterWidth());
    tell(new EndDeviceNetworkCommand.HandleUplink(accepted.uplinkId(), frame, answer, replies));
  }

  /** Asks for a downlink that needs no uplink. */
  void ask(
      String opportunityId, DevAddr devAddr, EndDeviceNetworkCommand.Answer answer, Instant at) {
    tell(new EndDeviceNetworkCommand.OfferDownlink(opportunityId, devAddr, answer, at, replies));
  }

  void join(DeduplicatedUplink uplink, EndDeviceNetworkCommand.JoinParameters parameters) {
    tell(
        new EndDeviceNetworkCommand.HandleJoin(
            uplink.phy(), parameters, uplink.receivedAt(), radioOf(uplink), replies));
  }

  void report(
      String downlinkId,
      long fCnt,
      EndDeviceNetworkCommand.DownlinkResult result,
      Optional<ApplicationMessage.Transmission> sent,
      Instant at) {
    tell(new EndDeviceNetworkCommand.ReportDownlink(downlinkId, fCnt, result, sent, at));
  }

  private void tell(EndDeviceCommand command) {
    endDevices.tell(new ShardingEnvelope<>(owner.entityId(), command));
  }

  private static UplinkRadio radioOf(DeduplicatedUplink uplink) {
    return new UplinkRadio(
        uplink.radio(),
        uplink.radio().airtimeMicros(uplink.phy().size(), true),
        uplink.receptions());
  }
}
