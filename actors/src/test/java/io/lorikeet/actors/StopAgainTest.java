package io.lorikeet.actors;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import io.lorikeet.actors.broker.BrokerSettings;
import io.lorikeet.actors.broker.DevAddrBroker;
import io.lorikeet.actors.gateway.Gateway;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.gateway.GatewaySettings;
import io.lorikeet.actors.handler.Application;
import io.lorikeet.actors.handler.ApplicationCommand;
import io.lorikeet.actors.handler.EndDevice;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.handler.EndDeviceSettings;
import io.lorikeet.actors.handler.LogSettings;
import io.lorikeet.actors.multicast.MulticastCommand;
import io.lorikeet.actors.multicast.MulticastGroup;
import io.lorikeet.actors.multicast.MulticastGroupId;
import io.lorikeet.actors.networkserver.DeviceSession;
import io.lorikeet.actors.networkserver.DeviceSessionCommand;
import io.lorikeet.actors.networkserver.NetworkServerSettings;
import io.lorikeet.actors.testing.NamesInMemory;
import io.lorikeet.actors.testing.TestSystem;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.GatewayEui;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class StopAgainTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static final PersistenceTestKit STORE = PersistenceTestKit.create(NETWORK.system());

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  /** Goes at the third word only. */
  private static Behavior<String> inattentive(int words) {
    return Behaviors.receiveMessage(
        word -> words == 2 ? Behaviors.stopped() : inattentive(words + 1));
  }

  @Test
  void anEntityThatHasLostTheWordIsToldUntilItIsGone() {
    var entity = NETWORK.kit().spawn(StopAgain.to(String.class, "stop", inattentive(0)));
    var watcher = NETWORK.<String>probe();

    entity.tell("stop");
    NETWORK.pass(Duration.ofSeconds(2));
    NETWORK.pass(Duration.ofSeconds(4));

    watcher.expectTerminated(entity);
  }

  @Test
  void anEntityThatWasNotToldToStopGoesOn() {
    var entity = NETWORK.kit().spawn(StopAgain.to(String.class, "stop", inattentive(0)));
    var watcher = NETWORK.<String>probe();

    entity.tell("go on");
    entity.tell("go on");
    NETWORK.pass(Duration.ofMinutes(5));
    entity.tell("go on");

    watcher.expectTerminated(entity);
  }

  /** What came before the word was dropped with it, or failed: either way the entity restarts. */
  private static <C> void stopsThoughItsStoreFails(Behavior<C> behavior, C stop) {
    STORE.failNextNReads(2);
    var entity = NETWORK.kit().spawn(behavior);
    var watcher = NETWORK.<C>probe();

    entity.tell(stop);
    for (var second = 0; second < 3; second++) {
      NETWORK.pass(Duration.ofSeconds(1));
    }

    watcher.expectTerminated(entity);
  }

  private static <C> akka.actor.typed.ActorRef<ShardingEnvelope<C>> region() {
    return NETWORK.<ShardingEnvelope<C>>probe().ref();
  }

  @Test
  void anAddressStopsThoughItsStoreFails() {
    stopsThoughItsStoreFails(
        DevAddrBroker.create(
            new DevAddr(1),
            BrokerSettings.from(NETWORK.system().settings().config()),
            NETWORK.clock,
            region()),
        new DevAddrBroker.Stop());
  }

  @Test
  void aGatewayStopsThoughItsStoreFails() {
    stopsThoughItsStoreFails(
        Gateway.create(
            GatewayEui.parse("0000000000000001"),
            GatewaySettings.from(NETWORK.system().settings().config()),
            NETWORK.clock),
        new GatewayCommand.Stop());
  }

  @Test
  void anApplicationStopsThoughItsStoreFails() {
    stopsThoughItsStoreFails(
        Application.create("meadow", region(), 1), new ApplicationCommand.Stop());
  }

  @Test
  void aDevicesApplicationSideStopsThoughItsStoreFails() {
    var config = NETWORK.system().settings().config();
    stopsThoughItsStoreFails(
        EndDevice.create(
            new EndDeviceId("meadow", "cow"),
            EndDeviceSettings.from(config),
            new EndDevice.Neighbours(
                region(),
                region(),
                LogSettings.from(config),
                new EndDevice.Outside(new NamesInMemory(), NETWORK.clock))),
        EndDevice.stop());
  }

  @Test
  void aMulticastGroupStopsThoughItsStoreFails() {
    stopsThoughItsStoreFails(
        MulticastGroup.create(
            new MulticastGroupId("meadow", "herd"),
            NetworkServerSettings.from(NETWORK.system().settings().config()).unprompted(),
            new MulticastGroup.Neighbours(region(), region(), new NamesInMemory(), NETWORK.clock)),
        new MulticastCommand.Stop());
  }

  @Test
  void aDevicesNetworkSideStopsThoughItsStoreFails() {
    stopsThoughItsStoreFails(
        DeviceSession.create(
            new DevEui(1),
            NetworkServerSettings.from(NETWORK.system().settings().config()),
            new DeviceSession.Neighbours(region(), region(), region()),
            NETWORK.clock,
            new Random(1)),
        new DeviceSessionCommand.Stop());
  }
}
