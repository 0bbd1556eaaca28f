package io.lorikeet.simulator.demo;

import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.simulator.SimulatedTime;
import io.lorikeet.simulator.StateFile;
import io.lorikeet.simulator.air.LinkModel;
import io.lorikeet.simulator.air.RadioWorld;
import io.lorikeet.simulator.device.DeviceEvent;
import io.lorikeet.simulator.device.DeviceObserver;
import io.lorikeet.simulator.device.DeviceSettings;
import io.lorikeet.simulator.device.SimulatedDevice;
import io.lorikeet.simulator.forwarder.ConcentratorClock;
import io.lorikeet.simulator.forwarder.GatewaySettings;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gateways and devices that live against a running network, and go on after a restart where they
 * were.
 */
public final class Simulation implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Simulation.class);

  private static final int PORT = 1;
  private static final long SAVE_SECONDS = 2;
  private static final long SAVE_TIMEOUT_SECONDS = 10;

  private final SimulationSettings settings;
  private final StateFile<SimulationState> file;
  private final SimulationState provisioned;
  private final List<GatewayEui> gateways;
  private final RadioWorld world;
  private final SplittableRandom random;
  private final Tally tally = new Tally();
  private final List<SimulatedDevice> devices = new ArrayList<>();
  private final AtomicBoolean changed = new AtomicBoolean();
  private final ScheduledExecutorService saver =
      Executors.newSingleThreadScheduledExecutor(Simulation::saverThread);

  private Simulation(
      SimulationSettings settings, List<GatewayEui> gateways, SimulationState provisioned) {
    this.settings = settings;
    this.file = new StateFile<>(settings.state(), SimulationState.class);
    this.gateways = gateways;
    this.provisioned = provisioned;
    this.random = new SplittableRandom(settings.habits().seed());
    this.world =
        RadioWorld.start(
            SimulatedTime.real(),
            LinkModel.scattered(settings.habits().seed()),
            settings.habits().seed());
  }

  /**
   * Creates in the network what is missing there and begins to send.
   *
   * @throws io.lorikeet.simulator.client.ApiException if the network refuses
   */
  public static Simulation start(SimulationSettings settings) {
    var file = new StateFile<>(settings.state(), SimulationState.class);
    var provisioning = new Provisioning(settings);
    var gateways = provisioning.gateways();
    var state = provisioning.devices(file.read(), new SecureRandom());
    var simulation = new Simulation(settings, gateways, state);
    simulation.begin();
    return simulation;
  }

  /** Key of the application, to subscribe with. */
  public String applicationKey() {
    return provisioned.apiKey();
  }

  public SimulationCounts counts() {
    return tally.counts();
  }

  /** The devices, in the order of {@link #deviceIds()}. */
  public List<SimulatedDevice> devices() {
    return List.copyOf(devices);
  }

  public List<String> deviceIds() {
    return provisioned.devices().stream().map(StoredDevice::devId).toList();
  }

  public RadioWorld world() {
    return world;
  }

  /** Ends everything and keeps what the next start needs. */
  @Override
  public void close() {
    devices.forEach(SimulatedDevice::stop);
    saver.execute(() -> file.write(state().ended(true)));
    saver.shutdown();
    try {
      if (!saver.awaitTermination(SAVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("{} could not be written in time", settings.state());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    world.close();
  }

  private void begin() {
    for (var eui : gateways) {
      var clock = new ConcentratorClock(random.nextLong(1L << 32), random.nextDouble(-5, 5));
      world.addGateway(GatewaySettings.of(eui, settings.server()).withClock(clock));
    }
    var observer = new Observer();
    for (var stored : provisioned.devices()) {
      devices.add(
          world.addDevice(stored.identity(), DeviceSettings.usual(), stored.memory(), observer));
    }
    // Before anything is sent, so that even a sudden end right now is one we recover from.
    file.write(state());
    long longest = settings.habits().longest().toNanos();
    for (var device : devices) {
      world.loop().at(world.loop().now() + random.nextLong(longest), () -> live(device));
    }
    saver.scheduleWithFixedDelay(this::saveChanges, SAVE_SECONDS, SAVE_SECONDS, TimeUnit.SECONDS);
  }

  private void live(SimulatedDevice device) {
    var habits = settings.habits();
    if (device.isIdle()) {
      boolean confirmed = random.nextDouble() < habits.confirmed();
      device.send(PORT, Weather.at(world.loop().time().instant(), random), confirmed);
    }
    long pause = random.nextLong(habits.shortest().toNanos(), habits.longest().toNanos());
    world.loop().at(world.loop().now() + pause, () -> live(device));
  }

  private void saveChanges() {
    if (changed.getAndSet(false)) {
      file.write(state());
    }
  }

  private SimulationState state() {
    return world
        .loop()
        .ask(
            () -> {
              var stored = new ArrayList<StoredDevice>();
              for (int i = 0; i < devices.size(); i++) {
                stored.add(provisioned.devices().get(i).with(devices.get(i).memory()));
              }
              return provisioned.with(stored);
            });
  }

  private static Thread saverThread(Runnable task) {
    var thread = new Thread(task, "simulation-state");
    thread.setDaemon(true);
    return thread;
  }

  private final class Observer implements DeviceObserver {

    @Override
    public void onEvent(DeviceEvent event) {
      tally.count(event);
    }

    @Override
    public void onMemory(SimulatedDevice device) {
      changed.set(true);
    }
  }
}
