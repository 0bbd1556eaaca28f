package io.lorikeet.node;

import io.lorikeet.actors.networkserver.DeviceClass;
import io.lorikeet.protocol.LittleEndian;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.SessionKeys11;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.JoinEui;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.protocol.region.Region;
import io.lorikeet.protocol.region.Revision;
import io.lorikeet.simulator.SimulatedTime;
import io.lorikeet.simulator.air.Link;
import io.lorikeet.simulator.air.LinkModel;
import io.lorikeet.simulator.air.Loss;
import io.lorikeet.simulator.air.RadioWorld;
import io.lorikeet.simulator.client.DeviceRegistration;
import io.lorikeet.simulator.device.DeviceIdentity;
import io.lorikeet.simulator.device.DeviceSettings;
import io.lorikeet.simulator.device.SimulatedDevice;
import io.lorikeet.simulator.forwarder.ConcentratorClock;
import io.lorikeet.simulator.forwarder.GatewaySettings;
import io.lorikeet.simulator.forwarder.Reception;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** One device in an air of its own, with one gateway of its frequency plan. */
final class Scenario implements AutoCloseable {

  /** Good enough for the fastest data rate with 4 dB less power: 14 + 15 - 15 - 2.5 dB at SF10. */
  static final Link LINK = new Link(-60, 14);

  private static final int JOIN_ATTEMPTS = 40;
  private static final int CONFIRMED_ATTEMPTS = 8;

  private final String devId;
  private final Region region;
  private final RadioWorld world;
  private final SimulatedDevice device;

  /**
   * @param plan frequency plan
   * @param version of LoRaWAN
   * @param revision of the regional parameters
   * @param dataRate in which the device starts
   * @param deviceClass it turns on what it needs for that when it has joined
   * @param more of what the network is told of it
   */
  record Setting(
      String plan,
      String version,
      String revision,
      int dataRate,
      Loss loss,
      DeviceClass deviceClass,
      Map<String, ?> more) {

    /** Of class A. */
    Setting(String plan, String version, String revision, int dataRate, Loss loss) {
      this(plan, version, revision, dataRate, loss, DeviceClass.A, Map.of());
    }

    /** As the network is told of it; who does not join is built with the default channels. */
    Map<String, ?> registered(DeviceIdentity identity) {
      var registered = new HashMap<String, Object>(more);
      registered.put("class", deviceClass.name());
      registered.put("regional_parameters", revision);
      if (identity instanceof DeviceIdentity.Abp11) {
        registered.put("factory_frequencies", List.of());
      }
      return registered;
    }

    DeviceSettings settings(Region region) {
      return new DeviceSettings(
          dataRate,
          true,
          JOIN_ATTEMPTS,
          CONFIRMED_ATTEMPTS,
          region,
          OptionalInt.empty(),
          List.of("1.0.0", "1.0.1").contains(version));
    }
  }

  private Scenario(String devId, Region region, RadioWorld world, SimulatedDevice device) {
    this.devId = devId;
    this.region = region;
    this.world = world;
    this.device = device;
  }

  /** A device that has to join. */
  static Scenario otaa(TestNetwork network, int number, String devId, Setting setting) {
    var random = new SplittableRandom(number);
    var devEui = new DevEui(random.nextLong());
    var joinEui = new JoinEui(0x70b3d57ed0000000L);
    if (setting.version().equals("1.1.0")) {
      var identity = new DeviceIdentity.Otaa11(devEui, joinEui, key(random), key(random));
      return start(
          network,
          number,
          new DeviceRegistration.Otaa11(
              devId, devEui, joinEui, identity.nwkKey(), identity.appKey()),
          identity,
          setting);
    }
    var identity = new DeviceIdentity.Otaa(devEui, joinEui, key(random));
    return start(
        network,
        number,
        new DeviceRegistration.Otaa(devId, devEui, joinEui, identity.appKey()),
        identity,
        setting);
  }

  /** A device of LoRaWAN 1.1 with a session for life. */
  static Scenario abp11(
      TestNetwork network, int number, String devId, DevAddr devAddr, Setting setting) {
    var random = new SplittableRandom(number);
    var devEui = new DevEui(random.nextLong());
    var keys = new SessionKeys11(key(random), key(random), key(random), key(random));
    return start(
        network,
        number,
        new DeviceRegistration.Abp11(devId, devEui, devAddr, keys),
        new DeviceIdentity.Abp11(devEui, devAddr, keys),
        setting);
  }

  private static Scenario start(
      TestNetwork network,
      int number,
      DeviceRegistration registration,
      DeviceIdentity identity,
      Setting setting) {
    var eui = network.gatewayEui(number);
    network.admin().createGateway("gateway-of-" + registration.devId(), eui, setting.plan());
    network
        .admin()
        .createDevice(
            network.app(),
            new DeviceRegistration.Regional(
                registration, setting.version(), setting.plan(), setting.registered(identity)));
    var region = region(setting);
    var world = RadioWorld.start(SimulatedTime.real(), LinkModel.equal(LINK), number);
    world.setLoss(setting.loss());
    world.addGateway(
        GatewaySettings.of(eui, network.node().endpoints().gateways().orElseThrow())
            .withClock(new ConcentratorClock(number, 3, true)));
    var device = world.addDevice(identity, setting.settings(region));
    if (setting.deviceClass() == DeviceClass.B) {
      device.listenInPingSlots(0);
    }
    if (setting.deviceClass() == DeviceClass.C) {
      device.listenAlways();
    }
    return new Scenario(registration.devId(), region, world, device);
  }

  private static Region region(Setting setting) {
    var revision = Revision.parse(setting.revision()).orElseThrow();
    if (setting.plan().equals("CN_470_510_20_A")) {
      return Region.named("CN470_20A", revision).orElseThrow();
    }
    return List.of("EU868", "US915", "AS923", "CN470", "ISM2400").stream()
        .filter(name -> setting.plan().startsWith(name.substring(0, 2)))
        .findFirst()
        .flatMap(name -> Region.named(name, revision))
        .orElseThrow();
  }

  private static Aes128Key key(SplittableRandom random) {
    var bytes = new byte[Aes128Key.SIZE];
    for (var i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt();
    }
    return Aes128Key.of(bytes);
  }

  /** Asks for so many uplinks, one after the other; of {@code confirmedOf} one is confirmed. */
  void send(int count, int confirmedOf) {
    for (int i = 0; i < count; i++) {
      var number = new byte[2];
      LittleEndian.write(number, 0, i, number.length);
      device.send(1, Payload.of(number), i % confirmedOf == confirmedOf - 1);
    }
  }

  /** From now on everything that is sent is heard. */
  void loseNothing() {
    world.setLoss(Loss.NONE);
  }

  String devId() {
    return devId;
  }

  Region region() {
    return region;
  }

  SimulatedDevice device() {
    return device;
  }

  /** How many frames the gateway has sent. */
  int emissions() {
    return world.gateways().get(0).emissions().size();
  }

  /** The data frames that the gateway has heard, in their order. */
  List<Reception> heard() {
    return world.heard().stream()
        .filter(its -> PhyPayload.parse(its.phy()) instanceof DataFrame)
        .toList();
  }

  /** The counters of what the gateway has heard, each once. */
  List<Long> heardCounters() {
    return heard().stream()
        .map(its -> (long) ((DataFrame) PhyPayload.parse(its.phy())).fCnt16())
        .distinct()
        .toList();
  }

  @Override
  public void close() {
    world.close();
  }
}
