package io.lorikeet.node.chaos;

import io.lorikeet.node.local.LocalCluster;
import io.lorikeet.node.local.LocalClusterSettings;
import io.lorikeet.node.local.LocalNode;
import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.simulator.SimulatedTime;
import io.lorikeet.simulator.air.Link;
import io.lorikeet.simulator.air.LinkModel;
import io.lorikeet.simulator.air.RadioWorld;
import io.lorikeet.simulator.client.MqttSettings;
import io.lorikeet.simulator.client.MqttSubscriber;
import io.lorikeet.simulator.client.NetworkClient;
import io.lorikeet.simulator.client.NetworkSettings;
import io.lorikeet.simulator.device.DeviceMemory;
import io.lorikeet.simulator.device.DeviceSettings;
import io.lorikeet.simulator.device.SimulatedDevice;
import io.lorikeet.simulator.forwarder.GatewaySettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A cluster of three, and everything around it, for faults to happen to. */
final class Stage implements AutoCloseable {

  static final int NODES = 3;

  private static final String APPLICATION = "chaos";
  private static final long GATEWAY_BASE = 0x02a0_00cc_0000_0000L;
  private static final Duration KEEPALIVE = Duration.ofSeconds(1);
  private static final Duration WELL_AGAIN = Duration.ofMinutes(3);
  private static final Duration ENDED = Duration.ofSeconds(30);

  /** A node that is told to stop serves until gateways have noticed, as our manifests say. */
  private static final List<String> OPTIONS = List.of("-Dlorikeet.node.shutdown-grace=3s");

  /** Circuit breakers and retries need it to notice that all is well. */
  private static final Duration SERVING_AGAIN = Duration.ofSeconds(20);

  private final Consumer<String> say;
  private final SplittableRandom random;
  private final Incidents incidents = new Incidents();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<MovingGateway> gateways = new CopyOnWriteArrayList<>();
  private final List<Death> deaths = new CopyOnWriteArrayList<>();
  private final Optional<Wires> wires;
  private final Optional<SmallDisk> disk;
  private final LocalCluster cluster;
  private final RadioWorld world;
  private final Witness witness;
  private final Traffic traffic;
  private final JoinProbe joins;
  private final Downlinks downlinks;
  private final Timeline timeline;
  private final NetworkClient admin;
  private final List<NetworkClient> admins;
  private Optional<Long> over = Optional.empty();
  private int gatewaysMade;

  /**
   * A node stops serving, from one moment to the next.
   *
   * @param backNanos when it was started again; {@code Long.MAX_VALUE} if it was not
   */
  record Death(int node, long nanos, long backNanos) {}

  /** Starts all of it; nothing is sent yet. */
  static Stage open(
      Path data, Scale scale, Fault.Ground ground, SplittableRandom random, Consumer<String> say)
      throws IOException {
    return new Stage(data, scale, ground, random, say);
  }

  private Stage(
      Path data, Scale scale, Fault.Ground ground, SplittableRandom random, Consumer<String> say)
      throws IOException {
    this.say = say;
    this.random = random.split();
    var adminKey = UUID.randomUUID().toString();
    try {
      var brief = LocalClusterSettings.brief(data, NODES, adminKey, number -> OPTIONS);
      var plain = scale.lasting() ? brief.withLastingStore() : brief;
      wires =
          ground == Fault.Ground.WIRES ? Optional.of(new Wires(plain.nodes())) : Optional.empty();
      wires.ifPresent(open::push);
      disk =
          ground == Fault.Ground.SMALL_DISK
              ? Optional.of(SmallDisk.mount(data.resolve("cassandra")))
              : Optional.empty();
      disk.ifPresent(open::push);
      cluster = LocalCluster.start(wires.map(its -> wired(plain, its)).orElse(plain), say);
      open.push(cluster);
      wires.ifPresent(its -> its.storeIs(cluster.cassandra().cqlAddress()));
      cluster.awaitReady();
      admin = client(1, adminKey);
      admin.createApplication(APPLICATION);
      var key =
          admin.createApiKey(APPLICATION, "chaos", List.of("messages:up:r", "messages:down:w"));
      var population = new Population(scale.devices(), random.split());
      population.register(admin, APPLICATION);
      joins = new JoinProbe(random.split(), incidents);
      joins.register(admin, APPLICATION);
      world =
          RadioWorld.start(
              SimulatedTime.real(), LinkModel.equal(new Link(-70, 8)), random.nextLong());
      open.push(world);
      var recordings = new Recordings(random.split());
      witness = new Witness(world.loop(), population, numbers(), incidents, joins, recordings);
      var mqtt = cluster.mqtt();
      open.push(
          MqttSubscriber.connect(
              new MqttSettings(
                  mqtt.host(),
                  mqtt.port(),
                  Optional.of(APPLICATION),
                  Optional.of(key),
                  "chaos",
                  false),
              APPLICATION + "/devices/#",
              witness::onMessage));
      traffic = new Traffic(world.loop(), devices(population), scale.rate(), random.split());
      admins = cluster.nodes().stream().map(node -> client(node.number(), adminKey)).toList();
      downlinks = new Downlinks(admins, APPLICATION, scale.devices(), random.split());
      open.push(downlinks);
      timeline = new Timeline(data.resolve("timeline.csv"), witness);
      open.push(timeline);
      open.push(new Health(cluster.nodes(), gateways));
      open.push(new Attackers(world.loop(), this::simulated, joins, recordings));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private static LocalClusterSettings wired(LocalClusterSettings plain, Wires wires) {
    return new LocalClusterSettings(
        plain.data(),
        plain.nodes(),
        plain.mqtt(),
        plain.adminKey(),
        plain.restart(),
        number -> Stream.concat(OPTIONS.stream(), wires.javaOptions(number).stream()).toList(),
        plain.brief(),
        plain.briefStore());
  }

  private static NetworkClient clientOf(LocalNode node, String key) {
    return new NetworkClient(new NetworkSettings(node.addresses().apiUri(), key));
  }

  private NetworkClient client(int node, String key) {
    return clientOf(cluster.node(node), key);
  }

  private HashMap<InetSocketAddress, Integer> numbers() {
    var numbers = new HashMap<InetSocketAddress, Integer>();
    cluster.nodes().forEach(its -> numbers.put(its.addresses().gatewaysAddress(), its.number()));
    return numbers;
  }

  private List<SimulatedDevice> devices(Population population) {
    var settings =
        DeviceSettings.usual()
            .withDataRate(Population.DATA_RATE)
            .withRx2DataRate(Population.DATA_RATE);
    var devices = new ArrayList<SimulatedDevice>();
    for (var identity : population.devices()) {
      devices.add(world.addDevice(identity, settings, DeviceMemory.blank(), witness.ofDevices()));
    }
    return devices;
  }

  /** Switches on a gateway at each node, in place of those there were: with all their airtime. */
  void renewGateways() {
    gateways.forEach(old -> world.removeGateway(old.gateway()));
    gateways.clear();
    var nodes = cluster.nodes().stream().map(its -> its.addresses().gatewaysAddress()).toList();
    for (int home = 0; home < NODES; home++) {
      var eui = new GatewayEui(GATEWAY_BASE + ++gatewaysMade);
      admin.createGateway("gateway-" + gatewaysMade, eui);
      var settings = GatewaySettings.of(eui, nodes.get(home)).withKeepalive(KEEPALIVE);
      gateways.add(
          new MovingGateway(world.addGateway(settings, witness.ofGateways()), nodes, home));
    }
  }

  private List<io.lorikeet.simulator.forwarder.SimulatedGateway> simulated() {
    return gateways.stream().map(MovingGateway::gateway).toList();
  }

  LocalCluster cluster() {
    return cluster;
  }

  SplittableRandom random() {
    return random;
  }

  Incidents incidents() {
    return incidents;
  }

  Witness witness() {
    return witness;
  }

  Traffic traffic() {
    return traffic;
  }

  Downlinks downlinks() {
    return downlinks;
  }

  JoinProbe joins() {
    return joins;
  }

  void say(String line) {
    say.accept(line);
    timeline.note(line);
  }

  /** Into the file of the timeline only. */
  void note(String line) {
    timeline.note(line);
  }

  /** The simulation's time. */
  long now() {
    return world.loop().now();
  }

  void pause(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }

  /** What the network has in its log of uplinks, as the API of any node that answers tells it. */
  Set<String> logged() {
    return Logged.of(admins, APPLICATION);
  }

  /** Writes down that this node serves no more from now on. */
  void dies(LocalNode node) {
    deaths.add(new Death(node.number(), now(), Long.MAX_VALUE));
  }

  private void start(LocalNode node) {
    deaths.replaceAll(
        its ->
            its.node() == node.number() && its.backNanos() == Long.MAX_VALUE
                ? new Death(its.node(), its.nanos(), now())
                : its);
    node.start();
  }

  List<Death> deaths() {
    return List.copyOf(deaths);
  }

  /** Waits until all nodes are ready and members; an incident if that takes minutes. */
  void awaitWell() throws InterruptedException {
    long end = System.nanoTime() + WELL_AGAIN.toNanos();
    while (!isWell()) {
      if (System.nanoTime() > end) {
        incidents.add(Incident.Kind.NOT_WELL, now(), "after " + WELL_AGAIN);
        return;
      }
      pause(Duration.ofMillis(250));
    }
  }

  /** Starts a node again that ends by itself, now or soon; an incident if it does not end. */
  void startAgain(LocalNode node) throws InterruptedException {
    long end = System.nanoTime() + ENDED.toNanos();
    while (node.isAlive() && System.nanoTime() < end) {
      pause(Duration.ofMillis(100));
    }
    if (node.isAlive()) {
      incidents.add(Incident.Kind.NOT_STOPPED, now(), "node " + node.number());
      node.kill();
    }
    start(node);
  }

  /** Starts again all nodes that have ended, until none has for a while. */
  void startAgainWhatEnds() throws InterruptedException {
    long quiet = System.nanoTime() + ENDED.toNanos();
    while (System.nanoTime() < quiet) {
      for (var node : cluster.nodes()) {
        if (!node.isAlive()) {
          say("node " + node.number() + " has ended and is started again");
          start(node);
          quiet = System.nanoTime() + ENDED.toNanos();
        }
      }
      pause(Duration.ofMillis(250));
    }
  }

  /** Waits until all is well; what is sent after that must be delivered. */
  void awaitServing() throws InterruptedException {
    awaitWell();
    pause(SERVING_AGAIN);
    over = Optional.of(now());
    pause(Duration.ofSeconds(5));
  }

  /** From when on the last fault has been over; empty if none said so. */
  Optional<Long> overNanos() {
    return over;
  }

  /** The processes of the nodes. */
  List<Long> processes() {
    return cluster.nodes().stream().map(LocalNode::pid).toList();
  }

  /** An incident if other processes run than these. */
  void sameProcesses(List<Long> expected) {
    if (!processes().equals(expected) || !cluster.nodes().stream().allMatch(LocalNode::isAlive)) {
      incidents.add(Incident.Kind.NOT_WELL, now(), "a node ended, and none should");
    }
  }

  /** Only there for faults that asked for them. */
  Wires wires() {
    return wires.orElseThrow();
  }

  /** Only there for faults that asked for it. */
  SmallDisk disk() {
    return disk.orElseThrow();
  }

  /** An incident for each line in which a node says that it cannot read something. */
  void misunderstandings() {
    for (var line : Misunderstandings.in(cluster.nodes())) {
      incidents.add(Incident.Kind.NOT_UNDERSTOOD, now(), line);
    }
  }

  private boolean isWell() {
    return cluster.nodes().stream().allMatch(LocalNode::isReady)
        && cluster
            .members()
            .filter(its -> its.up() == NODES && its.members().size() == NODES)
            .isPresent();
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        say.accept("stopping went wrong, going on: " + e);
      }
    }
  }
}
