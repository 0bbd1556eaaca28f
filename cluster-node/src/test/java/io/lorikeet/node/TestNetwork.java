package io.lorikeet.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.crypto.SessionKeys11;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.protocol.id.JoinEui;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.simulator.SimulatedTime;
import io.lorikeet.simulator.air.Link;
import io.lorikeet.simulator.air.LinkModel;
import io.lorikeet.simulator.air.RadioWorld;
import io.lorikeet.simulator.client.DeviceRegistration;
import io.lorikeet.simulator.client.MqttSettings;
import io.lorikeet.simulator.client.MqttSubscriber;
import io.lorikeet.simulator.client.NetworkClient;
import io.lorikeet.simulator.client.NetworkSettings;
import io.lorikeet.simulator.client.UplinkLog;
import io.lorikeet.simulator.device.DeviceIdentity;
import io.lorikeet.simulator.device.DeviceSettings;
import io.lorikeet.simulator.device.SimulatedDevice;
import io.lorikeet.simulator.forwarder.ConcentratorClock;
import io.lorikeet.simulator.forwarder.GatewaySettings;
import io.lorikeet.simulator.forwarder.SimulatedGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * An application of its own in the network of {@link SharedNode}, with simulated gateways and
 * devices that reach it over real sockets; at the other end there is an MQTT client. Its devices
 * and gateways are in an air of their own: other tests do not hear them.
 */
final class TestNetwork implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Node node;
  private final NetworkClient admin;
  private final RadioWorld world;
  private final String app;
  private final SplittableRandom random;
  private String appKey = "";

  /**
   * @param app application id
   */
  static TestNetwork start(Node node, String app) {
    return new TestNetwork(node, app);
  }

  private TestNetwork(Node node, String app) {
    this.node = node;
    this.app = app;
    this.random = new SplittableRandom(app.hashCode());
    var api = URI.create("http://" + Endpoints.text(node.endpoints().api().orElseThrow()));
    admin = new NetworkClient(new NetworkSettings(api, SharedNode.ADMIN_KEY));
    world = RadioWorld.start(SimulatedTime.real(), LinkModel.equal(new Link(-70, 8)), 7);
  }

  String app() {
    return app;
  }

  Node node() {
    return node;
  }

  /** What the node's management answers with 200. */
  String management(String path) {
    var uri = URI.create("http://" + Endpoints.text(node.endpoints().management()) + path);
    try (var body = uri.toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  NetworkClient admin() {
    return admin;
  }

  RadioWorld world() {
    return world;
  }

  /** An application with a key for everything. */
  void createApplication() {
    admin.createApplication(app);
    appKey =
        admin.createApiKey(
            app, "all", List.of("messages:up:r", "messages:down:w", "devices", "settings"));
  }

  String appKey() {
    return appKey;
  }

  MqttSubscriber subscribe(UplinkLog log) {
    var mqtt = node.endpoints().mqtt();
    return log.subscribe(
        new MqttSettings(
            mqtt.getHostString(),
            mqtt.getPort(),
            Optional.of(app),
            Optional.of(appKey),
            "test-" + random.nextInt(1_000_000),
            false),
        app);
  }

  /** Ids of the downlinks that wait for a device or are under way. */
  List<String> downlinks(String devId) {
    var answer = admin.call("GET", path(devId) + "/downlinks", Optional.empty());
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.body());
    }
    try {
      return JSON.readTree(answer.body()).path("downlinks").findValuesAsText("downlink_id");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a downlink behind the others; returns its id. */
  String addDownlink(String devId, Payload payload, boolean confirmed) {
    var body =
        Map.of(
            "port",
            3,
            "payload_raw",
            payload.toBase64(),
            "confirmed",
            confirmed,
            "schedule",
            "last");
    var answer = admin.call("POST", path(devId) + "/downlinks", Optional.of(body));
    if (answer.statusCode() != 202) {
      throw new AssertionError(answer.body());
    }
    try {
      return JSON.readTree(answer.body()).path("downlink_id").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes what the network is told of a device. */
  void patchDevice(String devId, Map<String, ?> changes) {
    var answer = admin.call("PATCH", path(devId), Optional.of(changes));
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.body());
    }
  }

  private String path(String devId) {
    return "/api/v1/applications/" + app + "/devices/" + devId;
  }

  String gatewayId(int number) {
    return app + "-gateway-" + number;
  }

  /** Gateways of several tests are known to one node. */
  GatewayEui gatewayEui(int number) {
    return new GatewayEui(((long) app.hashCode() << 32) | number);
  }

  SimulatedGateway addGateway(int number) {
    var eui = gatewayEui(number);
    admin.createGateway(gatewayId(number), eui);
    return world.addGateway(GatewaySettings.of(eui, node.endpoints().gateways().orElseThrow()));
  }

  /** One that knows the time. */
  SimulatedGateway addGpsGateway(int number) {
    var eui = gatewayEui(number);
    admin.createGateway(gatewayId(number), eui);
    return world.addGateway(
        GatewaySettings.of(eui, node.endpoints().gateways().orElseThrow())
            .withClock(new ConcentratorClock(random.nextLong(1L << 32), 3, true)));
  }

  SimulatedDevice addOtaaDevice(String devId) {
    return addOtaaDevice(devId, DeviceSettings.usual());
  }

  SimulatedDevice addOtaaDevice(String devId, DeviceSettings settings) {
    var identity = new DeviceIdentity.Otaa(devEui(), new JoinEui(0x70b3d57ed0000000L), key());
    admin.createDevice(
        app,
        new DeviceRegistration.Otaa(
            devId, identity.devEui(), identity.joinEui(), identity.appKey()));
    return world.addDevice(identity, settings);
  }

  SimulatedDevice addAbpDevice(String devId, DevAddr devAddr) {
    var identity = new DeviceIdentity.Abp(devEui(), devAddr, new SessionKeys10(key(), key()));
    admin.createDevice(
        app, new DeviceRegistration.Abp(devId, identity.devEui(), devAddr, identity.keys()));
    return world.addDevice(identity, DeviceSettings.usual());
  }

  /** One that listens whenever it does not send. */
  SimulatedDevice addClassCDevice(String devId, DevAddr devAddr) {
    var device = addDevice("C", devId, devAddr);
    device.listenAlways();
    return device;
  }

  /** One that listens in ping slots, every 2^n seconds, when the network knows of them. */
  SimulatedDevice addClassBDevice(String devId, DevAddr devAddr, int periodicity) {
    var device = addDevice("B", devId, devAddr);
    device.listenInPingSlots(periodicity);
    return device;
  }

  private SimulatedDevice addDevice(String deviceClass, String devId, DevAddr devAddr) {
    var identity = new DeviceIdentity.Abp(devEui(), devAddr, new SessionKeys10(key(), key()));
    admin.createDevice(
        app,
        new DeviceRegistration.InClass(
            deviceClass,
            new DeviceRegistration.Abp(devId, identity.devEui(), devAddr, identity.keys())));
    return world.addDevice(identity, DeviceSettings.usual());
  }

  SimulatedDevice addOtaa11Device(String devId) {
    var identity =
        new DeviceIdentity.Otaa11(devEui(), new JoinEui(0x70b3d57ed0000000L), key(), key());
    admin.createDevice(
        app,
        new DeviceRegistration.Otaa11(
            devId, identity.devEui(), identity.joinEui(), identity.nwkKey(), identity.appKey()));
    return world.addDevice(identity, DeviceSettings.usual());
  }

  SimulatedDevice addAbp11Device(String devId, DevAddr devAddr) {
    var keys = new SessionKeys11(key(), key(), key(), key());
    var identity = new DeviceIdentity.Abp11(devEui(), devAddr, keys);
    admin.createDevice(app, new DeviceRegistration.Abp11(devId, identity.devEui(), devAddr, keys));
    return world.addDevice(identity, DeviceSettings.usual());
  }

  private DevEui devEui() {
    return new DevEui(random.nextLong());
  }

  private Aes128Key key() {
    var bytes = new byte[Aes128Key.SIZE];
    for (var i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt();
    }
    return Aes128Key.of(bytes);
  }

  @Override
  public void close() {
    world.close();
  }
}
