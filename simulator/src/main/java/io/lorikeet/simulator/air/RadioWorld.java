package io.lorikeet.simulator.air;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.protocol.radio.Modulation;
import io.lorikeet.protocol.radio.TimeOnAir;
import io.lorikeet.simulator.EventLoop;
import io.lorikeet.simulator.Recorder;
import io.lorikeet.simulator.SimulatedTime;
import io.lorikeet.simulator.device.DeviceIdentity;
import io.lorikeet.simulator.device.DeviceMemory;
import io.lorikeet.simulator.device.DeviceObserver;
import io.lorikeet.simulator.device.DeviceSettings;
import io.lorikeet.simulator.device.Radio;
import io.lorikeet.simulator.device.SimulatedDevice;
import io.lorikeet.simulator.forwarder.Air;
import io.lorikeet.simulator.forwarder.Emission;
import io.lorikeet.simulator.forwarder.GatewayObserver;
import io.lorikeet.simulator.forwarder.GatewaySettings;
import io.lorikeet.simulator.forwarder.Reception;
import io.lorikeet.simulator.forwarder.SimulatedGateway;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gateways and devices and the air between them. Packets do not disturb each other, and a gateway
 * hears while it sends. All public methods may be called from any thread.
 */
public final class RadioWorld implements AutoCloseable {

  private static final int HEARD_KEPT = 10_000;

  private final EventLoop loop;
  private final SplittableRandom random;
  private final Medium medium = new Medium();
  private final Map<GatewayEui, SimulatedGateway> gateways = new ConcurrentHashMap<>();
  private final Map<DevEui, SimulatedDevice> devices = new ConcurrentHashMap<>();
  private final Map<DevAddr, Set<SimulatedDevice>> addressed = new HashMap<>();
  private final Map<SimulatedDevice, DevAddr> addresses = new HashMap<>();
  private final OpenWindows windows = new OpenWindows();
  private final Set<SimulatedDevice> unprompted = new LinkedHashSet<>();
  private final Map<Emission, List<Radio.Listening>> receptions = new HashMap<>();
  private final Recorder<Reception> heard = new Recorder<>(HEARD_KEPT);
  private LinkModel links;
  private Loss loss = Loss.NONE;

  private RadioWorld(EventLoop loop, LinkModel links, long seed) {
    this.loop = loop;
    this.links = links;
    this.random = new SplittableRandom(seed);
  }

  /**
   * An empty world.
   *
   * @param seed of all chances in it
   */
  public static RadioWorld start(SimulatedTime time, LinkModel links, long seed) {
    return new RadioWorld(EventLoop.start(time), links, seed);
  }

  /** Adds a gateway and connects it to the network. */
  public SimulatedGateway addGateway(GatewaySettings settings) {
    return addGateway(settings, GatewayObserver.none());
  }

  /** The same with somebody who wants to know what becomes of its packets. */
  public SimulatedGateway addGateway(GatewaySettings settings, GatewayObserver observer) {
    var gateway = SimulatedGateway.start(loop, settings, medium, observer);
    gateways.put(settings.eui(), gateway);
    return gateway;
  }

  /** Switches a new device on. */
  public SimulatedDevice addDevice(DeviceIdentity identity, DeviceSettings settings) {
    return addDevice(identity, settings, DeviceMemory.blank(), DeviceObserver.none());
  }

  /** Switches a device on that was in use before. */
  public SimulatedDevice addDevice(
      DeviceIdentity identity,
      DeviceSettings settings,
      DeviceMemory memory,
      DeviceObserver observer) {
    var chances = loop.ask(random::split);
    var device = new SimulatedDevice(loop, medium, identity, settings, memory, observer, chances);
    devices.put(identity.devEui(), device);
    return device;
  }

  /** Switches a gateway off for good. */
  public void removeGateway(SimulatedGateway gateway) {
    gateways.remove(gateway.eui());
    gateway.stop();
  }

  public List<SimulatedGateway> gateways() {
    return List.copyOf(gateways.values());
  }

  public List<SimulatedDevice> devices() {
    return List.copyOf(devices.values());
  }

  /** What gateways have heard, each on its own, oldest first; the newest 10,000. */
  public List<Reception> heard() {
    return heard.list();
  }

  public void setLinks(LinkModel others) {
    loop.execute(() -> links = others);
  }

  public void setLoss(Loss other) {
    loop.execute(() -> loss = other);
  }

  /** The thread and the time of this world. */
  public EventLoop loop() {
    return loop;
  }

  /** Switches everything off. */
  @Override
  public void close() {
    devices.values().forEach(SimulatedDevice::stop);
    gateways.values().forEach(SimulatedGateway::stop);
    loop.close();
  }

  /** The air, as devices and as gateways have to do with it. */
  private final class Medium implements Radio, Air {

    @Override
    public long transmit(
        SimulatedDevice device, long frequencyHz, Modulation modulation, int powerDb, Payload phy) {
      long end = loop.now() + TimeOnAir.micros(modulation, phy.size(), true) * 1000;
      loop.at(end, () -> arrive(device, end, frequencyHz, modulation, powerDb, phy));
      return end;
    }

    @Override
    public void listen(Listening listening) {
      windows.add(listening, loop.now());
    }

    @Override
    public void listensUnprompted(SimulatedDevice device) {
      unprompted.add(device);
    }

    @Override
    public void inGroup(SimulatedDevice device, DevAddr mcAddr) {
      addressed.computeIfAbsent(mcAddr, unused -> new HashSet<>()).add(device);
    }

    @Override
    public void addressed(SimulatedDevice device, DevAddr devAddr) {
      var before = Optional.ofNullable(addresses.put(device, devAddr));
      before.ifPresent(old -> addressed.get(old).remove(device));
      addressed.computeIfAbsent(devAddr, unused -> new HashSet<>()).add(device);
    }

    @Override
    public void onStart(Emission emission) {
      overhear(emission);
      var listeners = new ArrayList<Listening>();
      for (var listening : hearing(emission)) {
        if (reaches(emission, listening) && listening.device().onReceptionStart(listening)) {
          listeners.add(listening);
        }
      }
      receptions.put(emission, listeners);
    }

    @Override
    public void onEnd(Emission emission) {
      for (var listening : receptions.remove(emission)) {
        listening.device().onReceptionEnd(listening, emission.request().phy());
      }
    }

    private void arrive(
        SimulatedDevice device,
        long end,
        long frequencyHz,
        Modulation modulation,
        int powerDb,
        Payload phy) {
      for (var gateway : gateways.values()) {
        var link = links.between(device.devEui(), gateway.eui());
        if (link.isPresent() && random.nextDouble() >= loss.up()) {
          var reception =
              new Reception(
                  end,
                  frequencyHz,
                  modulation,
                  link.get().rssi() + powerDb,
                  link.get().snr() + powerDb,
                  phy);
          heard.add(reception);
          gateway.receive(reception);
        }
      }
    }

    /** Windows after uplinks come first: a device that is busy with one hears nothing else. */
    private List<Listening> hearing(Emission emission) {
      var hearing = new ArrayList<>(windows.hearing(emission));
      var request = emission.request();
      if (request.invertedIq()) {
        unprompted.stream()
            .flatMap(device -> device.unprompted(emission.startNanos()))
            .filter(its -> its.frequencyHz() == request.frequencyHz())
            .filter(its -> its.modulation().equals(request.modulation()))
            .forEach(hearing::add);
      }
      return hearing;
    }

    private boolean reaches(Emission emission, Listening listening) {
      return links.between(listening.device().devEui(), emission.gateway()).isPresent()
          && random.nextDouble() >= loss.down();
    }

    private void overhear(Emission emission) {
      if (PhyPayload.parse(emission.request().phy()) instanceof DataFrame data && !data.uplink()) {
        addressed.getOrDefault(data.devAddr(), Set.of()).forEach(d -> d.onOverheard(data));
      }
    }
  }
}
