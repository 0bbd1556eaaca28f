package io.lorikeet.simulator.demo;

import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.simulator.client.ApplicationRights;
import io.lorikeet.simulator.client.NetworkClient;
import io.lorikeet.simulator.client.NetworkSettings;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Sees to it that the network knows the application, the gateways and the devices. */
final class Provisioning {

  /** Locally administered, so that they are nobody's. */
  private static final long GATEWAY_BASE = 0x02a0_00ee_0000_0000L;

  private final SimulationSettings settings;
  private final NetworkClient network;

  Provisioning(SimulationSettings settings) {
    this.settings = settings;
    this.network =
        new NetworkClient(new NetworkSettings(settings.apiUrl(), settings.adminKey().orElse("")));
  }

  /** The gateways of the simulation; registered if we may. */
  List<GatewayEui> gateways() {
    var gateways = new ArrayList<GatewayEui>();
    for (int i = 1; i <= settings.population().gateways(); i++) {
      var eui = new GatewayEui(GATEWAY_BASE + i);
      gateways.add(eui);
      if (settings.adminKey().isPresent()) {
        network.createGateway("simulated-" + i, eui);
      }
    }
    return gateways;
  }

  /** What the network knows now; what it did not know yet has been created. */
  SimulationState devices(Optional<SimulationState> stored, SecureRandom random) {
    var key = applicationKey(stored.map(SimulationState::apiKey).orElse(""));
    var application = network.withKey(key);
    var there = application.frameCountersUp(settings.application()).keySet();
    var known = new HashMap<String, StoredDevice>();
    stored.ifPresent(
        state -> state.resumed().devices().forEach(device -> known.put(device.devId(), device)));
    var devices = new ArrayList<StoredDevice>();
    var missing = new ArrayList<StoredDevice>();
    for (var fresh : new Factory(random).devices(settings.population())) {
      var same = Optional.ofNullable(known.get(fresh.devId()));
      if (same.isPresent() && there.contains(fresh.devId())) {
        devices.add(same.get());
        continue;
      }
      if (there.contains(fresh.devId())) {
        // Its keys are lost, so it could never be heard.
        application.deleteDevice(settings.application(), fresh.devId());
      }
      missing.add(same.map(StoredDevice::withoutSession).orElse(fresh));
    }
    application.createDevices(
        settings.application(), missing.stream().map(StoredDevice::registration).toList());
    devices.addAll(missing);
    return new SimulationState(key, false, devices);
  }

  private String applicationKey(String known) {
    if (!known.isEmpty() && network.withKey(known).mayReadDevices(settings.application())) {
      return known;
    }
    if (settings.adminKey().isEmpty()) {
      throw new IllegalArgumentException(
          "no key (expected: one that may create the application "
              + settings.application()
              + "; see LORIKEET_ADMIN_KEY)");
    }
    network.createApplication(settings.application());
    return network.createApiKey(
        settings.application(), "simulation", ApplicationRights.ALL_OF_A_SIMULATION);
  }
}
