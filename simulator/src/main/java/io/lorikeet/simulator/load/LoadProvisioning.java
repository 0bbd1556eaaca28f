package io.lorikeet.simulator.load;

import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.simulator.client.ApplicationRights;
import io.lorikeet.simulator.client.DeviceRegistration;
import io.lorikeet.simulator.client.NetworkClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the application, the gateways and the devices of a load run, as far as they are missing.
 */
final class LoadProvisioning {

  static final String APPLICATION = "load";

  private final NetworkClient network;
  private final boolean mayAdminister;

  /**
   * @param adminKey may be absent if a run before has made everything
   */
  LoadProvisioning(NetworkClient network, Optional<String> adminKey) {
    this.network = adminKey.map(network::withKey).orElse(network);
    this.mayAdminister = adminKey.isPresent();
  }

  /** A key of the application: the one we have if it is still good, else a new one. */
  String applicationKey(String known) {
    if (!known.isEmpty() && network.withKey(known).mayReadDevices(APPLICATION)) {
      return known;
    }
    if (!mayAdminister) {
      throw new IllegalArgumentException(
          "--key: none (expected: a key that may create the application " + APPLICATION + ")");
    }
    network.createApplication(APPLICATION);
    return network.createApiKey(APPLICATION, "load", ApplicationRights.ALL_OF_A_SIMULATION);
  }

  void gateways(List<GatewayEui> gateways) {
    if (mayAdminister) {
      gateways.forEach(eui -> network.createGateway("eui-" + eui, eui));
    }
  }

  /** Creates the devices that are missing; the others go on where the network heard them last. */
  int devices(String applicationKey, List<LoadDevice> devices, LoadClass kind) {
    var application = network.withKey(applicationKey);
    var known = application.frameCountersUp(APPLICATION);
    var missing = new ArrayList<DeviceRegistration>();
    for (var device : devices) {
      if (known.containsKey(device.devId())) {
        device.atLeast(known.get(device.devId()) + 1);
      } else {
        missing.add(kind.registration(device));
      }
    }
    return application.createDevices(APPLICATION, missing);
  }
}
