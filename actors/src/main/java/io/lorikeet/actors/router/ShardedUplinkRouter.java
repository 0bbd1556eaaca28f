package io.lorikeet.actors.router;

import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.ShardingEnvelope;
import io.lorikeet.actors.NetworkMeters;
import io.lorikeet.actors.broker.DevAddrBroker;
import io.lorikeet.actors.broker.JoinBroker;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.JoinRequest;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.frame.RejoinRequest;

/**
 * Routes within this cluster: data frames by their DevAddr, join- and rejoin-requests by their
 * DevEUI.
 */
public final class ShardedUplinkRouter implements UplinkRouter {

  private final ActorRef<ShardingEnvelope<DevAddrBroker.Command>> devAddrs;
  private final ActorRef<ShardingEnvelope<JoinBroker.Command>> joins;
  private final NetworkMeters meters;

  public ShardedUplinkRouter(
      ActorRef<ShardingEnvelope<DevAddrBroker.Command>> devAddrs,
      ActorRef<ShardingEnvelope<JoinBroker.Command>> joins,
      NetworkMeters meters) {
    this.devAddrs = devAddrs;
    this.joins = joins;
    this.meters = meters;
  }

  @Override
  public void route(UplinkFrame frame) {
    var phy = PhyPayload.parseUplink(frame.phy());
    if (phy instanceof DataFrame data) {
      devAddrs.tell(
          new ShardingEnvelope<>(data.devAddr().toString(), new DevAddrBroker.HandleUplink(frame)));
      return;
    }
    if (phy instanceof JoinRequest join) {
      joins.tell(
          new ShardingEnvelope<>(join.devEui().toString(), new JoinBroker.HandleJoin(frame)));
      return;
    }
    if (phy instanceof RejoinRequest rejoin) {
      joins.tell(
          new ShardingEnvelope<>(rejoin.devEui().toString(), new JoinBroker.HandleJoin(frame)));
      return;
    }
    // Nobody's, and nobody collects its copies.
    meters.uplink(UplinkEnd.UNSUPPORTED_TYPE);
    frame.settle(UplinkFrame.Outcome.UNSUPPORTED);
  }
}
