package io.lorikeet.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.cluster.sharding.typed.ClusterShardingSettings;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import io.lorikeet.actors.broker.BrokerSettings;
import io.lorikeet.actors.broker.DevAddrBroker;
import io.lorikeet.actors.broker.JoinBroker;
import io.lorikeet.actors.frequencyplan.FrequencyPlans;
import io.lorikeet.actors.gateway.Gateway;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.gateway.GatewayConnection;
import io.lorikeet.actors.gateway.GatewaySettings;
import io.lorikeet.actors.handler.Application;
import io.lorikeet.actors.handler.ApplicationCommand;
import io.lorikeet.actors.handler.ApplicationLog;
import io.lorikeet.actors.handler.Delivery;
import io.lorikeet.actors.handler.EndDevice;
import io.lorikeet.actors.handler.EndDeviceCommand;
import io.lorikeet.actors.handler.EndDeviceEvent;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.handler.EndDeviceSettings;
import io.lorikeet.actors.handler.EndDeviceState;
import io.lorikeet.actors.handler.LogSettings;
import io.lorikeet.actors.handler.LogStore;
import io.lorikeet.actors.multicast.MulticastCommand;
import io.lorikeet.actors.multicast.MulticastGroup;
import io.lorikeet.actors.multicast.MulticastGroupId;
import io.lorikeet.actors.networkserver.DeviceSession;
import io.lorikeet.actors.networkserver.DeviceSessionCommand;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.RejoinOutcome;
import io.lorikeet.actors.networkserver.DeviceSessionEvent;
import io.lorikeet.actors.networkserver.DeviceSessionState;
import io.lorikeet.actors.networkserver.NetworkServerSettings;
import io.lorikeet.actors.networkserver.SessionDetails;
import io.lorikeet.actors.router.ShardedUplinkRouter;
import io.lorikeet.actors.router.UplinkFrame;
import io.lorikeet.actors.router.UplinkRouter;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.protocol.mac.ForceRejoin.ForceRejoinReq;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Starts the network's entities that this node has the {@link Role} for, and knows the way to all.
 * A node calls {@link #start} once its store can be reached.
 */
public final class NetworkActors implements Network {

  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(5);

  private final ActorSystem<?> system;
  private final Ports ports;
  private final ClusterSharding sharding;
  private final LogSettings logSettings;

  /** Kinds of which one entity serves many devices. */
  private static final Set<EntityTypeKey<?>> MANY_WAIT_FOR =
      Set.of(ApplicationLog.TYPE_KEY, Gateway.TYPE_KEY);

  /** What entities tell each other and store on an uplink's way. */
  private static final List<Class<?>> PROTOCOLS =
      List.of(
          GatewayCommand.class,
          GatewayConnection.class,
          Gateway.class,
          DevAddrBroker.class,
          UplinkFrame.class,
          DeviceSessionCommand.class,
          DeviceSessionEvent.class,
          DeviceSessionState.class,
          EndDeviceCommand.class,
          EndDeviceEvent.class,
          EndDeviceState.class,
          ApplicationLog.class);

  // Of nobody: no network has this address, and no device this name.
  private static final DevAddr NO_ADDRESS = DevAddr.parse("ffffffff");
  private static final EndDeviceId NO_END_DEVICE = new EndDeviceId("", "");

  private final Newcomers newcomers;
  private final WarmUp warmUp;

  // The entities' regions. They talk to each other in circles, so none can be given to all others
  // at its start; an entity looks its neighbours up when it is created itself.
  private volatile ActorRef<ShardingEnvelope<GatewayCommand>> gateways;
  private volatile ActorRef<ShardingEnvelope<DevAddrBroker.Command>> devAddrs;
  private volatile ActorRef<ShardingEnvelope<JoinBroker.Command>> joins;
  private volatile ActorRef<ShardingEnvelope<DeviceSessionCommand>> sessions;
  private volatile ActorRef<ShardingEnvelope<MulticastCommand>> multicastGroups;
  private volatile ActorRef<ShardingEnvelope<EndDeviceCommand>> endDevices;
  private volatile ActorRef<ShardingEnvelope<ApplicationCommand>> applications;
  private volatile ActorRef<ShardingEnvelope<ApplicationLog.Command>> logs;

  /** What the entities need of the world outside. */
  public record Ports(
      LogStore logStore,
      Directory directory,
      Delivery.Opener deliveries,
      Clock clock,
      RandomGenerator random) {}

  /**
   * @throws RuntimeException when a setting is missing or makes no sense; it says which
   */
  public static NetworkActors start(ActorSystem<?> system, Ports ports) {
    return new NetworkActors(system, ports);
  }

  private NetworkActors(ActorSystem<?> system, Ports ports) {
    this.system = system;
    this.ports = ports;
    this.sharding = ClusterSharding.get(system);
    this.logSettings = LogSettings.from(system.settings().config());
    this.newcomers = Newcomers.watch(system);
    this.warmUp = new WarmUp(system);
    FrequencyPlans.of(system); // a wrong file stops the node here
    startRouter();
    startNetworkServer();
    startMulticast();
    startHandler();
    startBroker();
    warmUp.kinds(PROTOCOLS);
  }

  private <C> ActorRef<ShardingEnvelope<C>> init(Entity<C, ShardingEnvelope<C>> entity) {
    return sharding.init(
        entity.withAllocationStrategy(
            CarefulAllocation.of(
                system.classicSystem(),
                newcomers,
                MANY_WAIT_FOR.contains(entity.typeKey()) ? Newcomers.RUN_IN : Newcomers.STARTING)));
  }

  private void startRouter() {
    var settings = GatewaySettings.from(system.settings().config());
    FrequencyPlans.of(system).get(settings.defaultFrequencyPlan());
    gateways =
        init(
            Entity.of(
                    Gateway.TYPE_KEY,
                    its ->
                        Gateway.create(
                            GatewayEui.parse(its.getEntityId()), settings, ports.clock()))
                .withStopMessage(new GatewayCommand.Stop())
                .withRole(Role.ROUTER.text()));
    warmUp.practise(
        Gateway.TYPE_KEY.name(),
        () -> Gateway.create(new GatewayEui(nobodys()), settings, ports.clock()),
        new GatewayCommand.Stop());
  }

  private void startBroker() {
    var settings = BrokerSettings.from(system.settings().config());
    devAddrs =
        init(
            Entity.of(
                    DevAddrBroker.TYPE_KEY,
                    its ->
                        DevAddrBroker.create(
                            DevAddr.parse(its.getEntityId()), settings, ports.clock(), sessions))
                .withStopMessage(new DevAddrBroker.Stop())
                .withRole(Role.BROKER.text()));
    warmUp.practise(
        DevAddrBroker.TYPE_KEY.name(),
        () -> DevAddrBroker.create(NO_ADDRESS, settings, ports.clock(), sessions),
        new DevAddrBroker.Stop());
    joins =
        init(
            Entity.of(
                    JoinBroker.TYPE_KEY,
                    its ->
                        JoinBroker.create(
                            DevEui.parse(its.getEntityId()), settings, ports.clock(), sessions))
                .withRole(Role.BROKER.text()));
  }

  private void startNetworkServer() {
    var settings = NetworkServerSettings.from(system.settings().config());
    Function<DevEui, Behavior<DeviceSessionCommand>> session =
        devEui ->
            DeviceSession.create(
                devEui,
                settings,
                new DeviceSession.Neighbours(endDevices, devAddrs, gateways),
                ports.clock(),
                ports.random());
    sessions =
        init(
            Entity.of(DeviceSession.TYPE_KEY, its -> session.apply(DevEui.parse(its.getEntityId())))
                .withStopMessage(new DeviceSessionCommand.Stop())
                .withRole(Role.NETWORK_SERVER.text()));
    warmUp.practise(
        DeviceSession.TYPE_KEY.name(),
        () -> session.apply(new DevEui(nobodys())),
        new DeviceSessionCommand.Stop());
  }

  private void startMulticast() {
    var unprompted = NetworkServerSettings.from(system.settings().config()).unprompted();
    multicastGroups =
        init(
            Entity.of(
                    MulticastGroup.TYPE_KEY,
                    its ->
                        MulticastGroup.create(
                            MulticastGroupId.ofEntityId(its.getEntityId()),
                            unprompted,
                            new MulticastGroup.Neighbours(
                                sessions, gateways, ports.directory(), ports.clock())))
                .withStopMessage(new MulticastCommand.Stop())
                .withRole(Role.NETWORK_SERVER.text()));
  }

  private void startHandler() {
    var settings = EndDeviceSettings.from(system.settings().config());
    logs =
        init(
            Entity.of(
                    ApplicationLog.TYPE_KEY,
                    its ->
                        ApplicationLog.create(
                            LogStore.LogId.ofEntityId(its.getEntityId()),
                            logSettings,
                            new ApplicationLog.Ports(
                                ports.logStore(), ports.deliveries(), applications, ports.clock())))
                .withStopMessage(new ApplicationLog.Stop())
                .withRole(Role.HANDLER.text())
                // What is undelivered is delivered, whether or not something new arrives.
                .withSettings(
                    ClusterShardingSettings.create(system)
                        .withPassivationStrategy(
                            ClusterShardingSettings.PassivationStrategySettings$.MODULE$
                                .disabled())));
    applications =
        init(
            Entity.of(
                    Application.TYPE_KEY,
                    its -> Application.create(its.getEntityId(), logs, logSettings.partitions()))
                .withStopMessage(new ApplicationCommand.Stop())
                .withRole(Role.HANDLER.text()));
    Function<EndDeviceId, Behavior<EndDeviceCommand>> device =
        id ->
            EndDevice.create(
                id,
                settings,
                new EndDevice.Neighbours(
                    sessions,
                    logs,
                    logSettings,
                    new EndDevice.Outside(ports.directory(), ports.clock())));
    endDevices =
        init(
            Entity.of(
                    EndDevice.TYPE_KEY,
                    its -> device.apply(EndDeviceId.ofEntityId(its.getEntityId())))
                .withStopMessage(EndDevice.stop())
                .withRole(Role.HANDLER.text()));
    warmUp.practise(EndDevice.TYPE_KEY.name(), () -> device.apply(NO_END_DEVICE), EndDevice.stop());
  }

  /** One of so many EUIs that nobody has it. */
  private long nobodys() {
    return ports.random().nextLong();
  }

  /** Where connections to gateways hand over what they heard. */
  public UplinkRouter uplinkRouter() {
    return new ShardedUplinkRouter(devAddrs, joins, Meters.network(system));
  }

  /** Tells a gateway what needs no answer, or answers to whom the command names. */
  public void tellGateway(GatewayEui gateway, GatewayCommand command) {
    gateways.tell(new ShardingEnvelope<>(gateway.toString(), command));
  }

  /** Wakes the log of an application, which then delivers what it has left. */
  public void wakeLogs(String applicationId) {
    for (var partition = 0; partition < logSettings.partitions(); partition++) {
      logs.tell(
          new ShardingEnvelope<>(
              new LogStore.LogId(applicationId, partition).entityId(), new ApplicationLog.Wake()));
    }
  }

  /** Wakes a device for which downlinks wait. */
  public void wakeDevice(String entityId) {
    endDevices.tell(new ShardingEnvelope<>(entityId, EndDevice.wake()));
  }

  /** Wakes a group for which downlinks wait. */
  public void wakeMulticastGroup(String entityId) {
    multicastGroups.tell(new ShardingEnvelope<>(entityId, new MulticastCommand.Wake()));
  }

  /** Over how many partitions each application's log is spread. */
  public int logPartitions() {
    return logSettings.partitions();
  }

  @Override
  public CompletionStage<ApplicationCommand.Reply> application(
      String applicationId,
      Function<ActorRef<ApplicationCommand.Reply>, ApplicationCommand> command) {
    return sharding
        .entityRefFor(Application.TYPE_KEY, applicationId)
        .ask(command::apply, ASK_TIMEOUT);
  }

  @Override
  public CompletionStage<EndDeviceCommand.Reply> device(
      EndDeviceId device, Function<ActorRef<EndDeviceCommand.Reply>, EndDeviceCommand> command) {
    return sharding
        .entityRefFor(EndDevice.TYPE_KEY, device.entityId())
        .ask(command::apply, ASK_TIMEOUT);
  }

  @Override
  public CompletionStage<MulticastCommand.Reply> multicastGroup(
      MulticastGroupId group,
      Function<ActorRef<MulticastCommand.Reply>, MulticastCommand> command) {
    return sharding
        .entityRefFor(MulticastGroup.TYPE_KEY, group.entityId())
        .ask(command::apply, ASK_TIMEOUT);
  }

  @Override
  public CompletionStage<GatewayCommand.Reply> gateway(
      GatewayEui gateway, Function<ActorRef<GatewayCommand.Reply>, GatewayCommand> command) {
    return sharding
        .entityRefFor(Gateway.TYPE_KEY, gateway.toString())
        .ask(command::apply, ASK_TIMEOUT);
  }

  @Override
  public CompletionStage<Optional<SessionDetails>> session(DevEui devEui) {
    return sharding
        .entityRefFor(DeviceSession.TYPE_KEY, devEui.toString())
        .ask(DeviceSessionCommand.GetSession::new, ASK_TIMEOUT)
        .thenApply(DeviceSessionCommand.SessionAnswer::session);
  }

  @Override
  public CompletionStage<RejoinOutcome> wantRejoin(DevEui devEui, ForceRejoinReq request) {
    var encoded = request.encode();
    return sharding
        .entityRefFor(DeviceSession.TYPE_KEY, devEui.toString())
        .<DeviceSessionCommand.RejoinAnswer>ask(
            replyTo -> new DeviceSessionCommand.WantRejoin(encoded, replyTo), ASK_TIMEOUT)
        .thenApply(DeviceSessionCommand.RejoinAnswer::outcome);
  }

  @Override
  public Directory directory() {
    return ports.directory();
  }
}
