package io.lorikeet.simulator.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a simulation keeps from one start to the next.
 *
 * @param apiKey of the application; empty before there is one
 * @param complete whether it was written at an orderly end
 */
record SimulationState(
    @JsonProperty("api_key") String apiKey,
    @JsonProperty("complete") boolean complete,
    @JsonProperty("devices") List<StoredDevice> devices) {

  SimulationState {
    devices = List.copyOf(devices);
  }

  SimulationState with(List<StoredDevice> others) {
    return new SimulationState(apiKey, complete, others);
  }

  SimulationState ended(boolean orderly) {
    return new SimulationState(apiKey, orderly, devices);
  }

  /** Ready to go on, whatever the end was. */
  SimulationState resumed() {
    return complete ? this : with(devices.stream().map(StoredDevice::afterSuddenEnd).toList());
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "SimulationState[" + devices.size() + " devices]";
  }
}
