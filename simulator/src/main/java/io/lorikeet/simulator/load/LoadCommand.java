package io.lorikeet.simulator.load;

import io.lorikeet.simulator.CommandFailures;
import io.lorikeet.simulator.EventLoop;
import io.lorikeet.simulator.SimulatedTime;
import io.lorikeet.simulator.StateFile;
import io.lorikeet.simulator.TargetOptions;
import io.lorikeet.simulator.client.MqttSettings;
import io.lorikeet.simulator.client.MqttSubscriber;
import io.lorikeet.simulator.client.NetworkClient;
import io.lorikeet.simulator.client.NetworkSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lorikeet load}: how much a network carries, and how fast. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description =
        "Sends uplinks at a fixed rate through simulated gateways, receives them by MQTT, and"
            + " prints what was lost and how long it took. Works against any network that takes"
            + " Semtech UDP and publishes JSON. With --downlinks-per-second it measures the way"
            + " down.")
public final class LoadCommand implements Callable<Integer> {

  static final String GENERATOR = "generator";

  @Mixin TargetOptions target;

  @Mixin TrafficOptions options;

  @Option(
      names = "--downlinks-per-second",
      description =
          "Measure downlinks to devices of class C instead: after one uplink of each device, this"
              + " many are published by MQTT, and the time counts until a gateway has the PULL_RESP.")
  Optional<Double> downlinks;

  @Option(
      names = "--devices-per-address",
      defaultValue = "1",
      description =
          "How many devices have the same DevAddr (default: ${DEFAULT-VALUE}). A new --seed for a new"
              + " value: devices that exist keep their address.")
  private int devicesPerAddress;

  @Option(
      names = "--data",
      defaultValue = "data",
      description =
          "The node's data directory; node.pid is read there (default: ${DEFAULT-VALUE}).")
  Path data;

  @Option(names = "--node-pid", description = "Process to measure, instead of DATA/node.pid.")
  Optional<Long> nodePid;

  @Option(
      names = "--cassandra-pid",
      description = "Process to measure, instead of DATA/cassandra.pid.")
  Optional<Long> cassandraPid;

  @Option(
      names = "--state",
      description = "Where counters and key are kept (default: DATA/load-state.json).")
  Optional<Path> state;

  @Option(
      names = "--no-provision",
      description = "Create nothing: the devices of --devices-file are there.")
  boolean noProvision;

  @Option(
      names = "--devices-file",
      description = "With --no-provision: lines of dev_eui,dev_addr,nwk_s_key,app_s_key.")
  Optional<Path> devicesFile;

  @Option(
      names = "--topic",
      defaultValue = LoadProvisioning.APPLICATION + "/devices/+/up",
      description = "Where uplinks are published (default: ${DEFAULT-VALUE}).")
  String topic;

  @Option(
      names = "--payload-path",
      defaultValue = "/payload_raw",
      description = "JSON pointer to the payload in base64 (default: ${DEFAULT-VALUE}).")
  String payloadPath;

  @Option(names = "--json", description = "Print one JSON object instead of a table.")
  boolean json;

  @Spec CommandSpec spec;

  /** 0 if nothing was lost, 1 if something was, 2 if it could not be found out. */
  @Override
  public Integer call() throws Exception {
    return CommandFailures.explained(spec, this::load);
  }

  private int load() throws IOException, InterruptedException {
    var kind = downlinks.isPresent() ? LoadClass.C : LoadClass.A;
    var traffic = downlinks.isPresent() ? options.once() : options.traffic();
    var stateFile = new StateFile<>(state.orElse(data.resolve("load-state.json")), LoadState.class);
    var known = stateFile.read().orElseGet(LoadState::none);
    var devices = devices(traffic, kind);
    known.restore(devices);
    var current = noProvision ? known : provision(traffic, devices, kind, known);
    stateFile.write(current);
    try (var loop = EventLoop.start(SimulatedTime.real())) {
      var counts =
          downlinks.isPresent()
              ? down(loop, traffic, options.downlinks(downlinks.get()), devices, current)
              : up(loop, traffic, devices, current);
      stateFile.write(current.after(devices));
      return counts.lost() == 0 ? 0 : 1;
    }
  }

  private LoadReport.Counts up(
      EventLoop loop, Traffic traffic, List<LoadDevice> devices, LoadState current)
      throws IOException, InterruptedException {
    var gateways = LoadGateways.byChance(loop, traffic.shape());
    var run = new LoadRun(loop, traffic, number(), devices, gateways, meters());
    var subscriber = subscribe(run, current);
    try {
      gateways.connect(target.servers());
      var report = run.run(this::progress);
      print(json ? report.json() : report.table());
      return report.counts();
    } finally {
      subscriber.close();
      gateways.stop();
    }
  }

  /** First one uplink of each device, so that the network knows gateways that hear it. */
  private LoadReport.Counts down(
      EventLoop loop, Traffic once, Traffic traffic, List<LoadDevice> devices, LoadState current)
      throws IOException, InterruptedException {
    var run = new DownlinkRun(loop, traffic, number(), devices, meters());
    var gateways = LoadGateways.inTurn(loop, traffic.shape(), run);
    var uplinks = new LoadRun(loop, once, number(), devices, gateways, List.of());
    var subscriber = subscribe(uplinks, current);
    try {
      gateways.connect(target.servers());
      var heard = uplinks.run(this::progress).counts();
      say(heard.delivered() + " of " + heard.sent() + " devices were heard");
      var report = run.run(subscriber::publishLater);
      print(json ? report.json() : report.table());
      return report.counts();
    } finally {
      subscriber.close();
      gateways.stop();
    }
  }

  /** One that no run before had. */
  private static int number() {
    return new SecureRandom().nextInt();
  }

  private MqttSubscriber subscribe(LoadRun run, LoadState current) {
    var payloads = new PayloadFinder(payloadPath);
    return MqttSubscriber.connect(
        mqtt(current.apiKey()),
        topic,
        (from, message) -> payloads.find(message).ifPresent(run::onPayload));
  }

  private void print(String report) {
    out().println(report.stripTrailing());
    out().flush();
  }

  private List<LoadDevice> devices(Traffic traffic, LoadClass kind) throws IOException {
    if (devicesPerAddress < 1) {
      throw new IllegalArgumentException(
          "devices-per-address: " + devicesPerAddress + " (expected: 1 or more)");
    }
    if (!noProvision) {
      return LoadDevices.madeUp(
          kind, traffic.shape().seed(), traffic.shape().devices(), devicesPerAddress);
    }
    var file =
        devicesFile.orElseThrow(
            () -> new IllegalArgumentException("--no-provision needs --devices-file"));
    return LoadDevices.read(file);
  }

  private LoadState provision(
      Traffic traffic, List<LoadDevice> devices, LoadClass kind, LoadState known) {
    var network = new NetworkClient(new NetworkSettings(target.apiUrl(), target.key().orElse("")));
    var provisioning = new LoadProvisioning(network, target.key());
    var key = provisioning.applicationKey(known.apiKey());
    provisioning.gateways(LoadGateways.euis(traffic.shape().gateways()));
    say("Looking for " + devices.size() + " devices");
    int made = provisioning.devices(key, devices, kind);
    say(made + " of them were new");
    return known.withKey(key);
  }

  private MqttSettings mqtt(String applicationKey) {
    var ours = applicationKey.isEmpty() ? Optional.<String>empty() : Optional.of(applicationKey);
    var user = target.mqttUser().or(() -> ours.map(provisioned -> LoadProvisioning.APPLICATION));
    return new MqttSettings(
        target.mqttHost(),
        target.mqttPort(),
        user,
        target.mqttPassword().or(() -> ours),
        "lorikeet-load-" + ProcessHandle.current().pid(),
        false);
  }

  private List<ProcessMeter> meters() throws IOException {
    var meters = new ArrayList<ProcessMeter>();
    pid(nodePid, "node.pid").ifPresent(pid -> meters.add(new ProcessMeter("node", pid)));
    for (int number = 1; number <= target.servers().size(); number++) {
      var name = "node-" + number; // of ./lorikeet cluster
      pid(Optional.empty(), name + ".pid")
          .ifPresent(pid -> meters.add(new ProcessMeter(name, pid)));
    }
    pid(cassandraPid, "cassandra.pid")
        .ifPresent(pid -> meters.add(new ProcessMeter("cassandra", pid)));
    meters.add(new ProcessMeter(GENERATOR, ProcessHandle.current().pid()));
    return List.copyOf(meters);
  }

  private Optional<Long> pid(Optional<Long> given, String file) throws IOException {
    var path = data.resolve(file);
    if (given.isPresent() || !Files.exists(path)) {
      return given;
    }
    return Optional.of(Long.parseLong(Files.readString(path).strip()));
  }

  private void progress(int sent) {
    say(sent + " uplinks sent");
  }

  /** To the error stream, so that the result can be piped. */
  private void say(String line) {
    var err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
