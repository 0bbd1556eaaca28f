package io.lorikeet.actors.multicast;

import io.lorikeet.actors.handler.ClassBc.ChosenGateway;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.protocol.id.GatewayEui;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The gateways that reach a group: each takes airtime, so they are to be few. */
final class GatewayChoice {

  private GatewayChoice() {}

  /**
   * So few gateways that each device which was heard is reached by one that has heard it: first the
   * one that has heard most of those who are left, and of these the one that hears them best.
   *
   * @param heard for each device, who heard it last, best first
   * @param gps whether only gateways that have the time of GPS count
   */
  static List<ChosenGateway> of(List<List<Reception>> heard, boolean gps) {
    Map<GatewayEui, Set<Integer>> devices = new HashMap<>();
    Map<GatewayEui, Double> strength = new HashMap<>();
    Map<GatewayEui, String> names = new HashMap<>();
    for (int device = 0; device < heard.size(); device++) {
      for (var reception : heard.get(device)) {
        if (!gps || reception.fix().time().isPresent()) {
          var eui = reception.gateway();
          devices.computeIfAbsent(eui, its -> new HashSet<>()).add(device);
          strength.merge(eui, (double) reception.signal().snr(), Double::sum);
          names.put(eui, reception.gatewayId());
        }
      }
    }
    var chosen = new ArrayList<ChosenGateway>();
    while (chosen.size() < MulticastSettings.MAX_GATEWAYS) {
      var best =
          devices.entrySet().stream()
              .filter(its -> !its.getValue().isEmpty())
              .max(
                  (one, other) ->
                      one.getValue().size() != other.getValue().size()
                          ? Integer.compare(one.getValue().size(), other.getValue().size())
                          : Double.compare(
                              strength.get(one.getKey()), strength.get(other.getKey())));
      if (best.isEmpty()) {
        break;
      }
      var eui = best.get().getKey();
      chosen.add(new ChosenGateway(names.get(eui), Optional.of(eui)));
      var reached = Set.copyOf(best.get().getValue());
      devices.values().forEach(its -> its.removeAll(reached));
    }
    return chosen;
  }
}
