package io.lorikeet.simulator.load;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What must not be forgotten between two runs.
 *
 * @param apiKey the application's key, or empty if it was not made by us
 * @param nextFCnt by DevEUI
 */
record LoadState(
    @JsonProperty("api_key") String apiKey,
    @JsonProperty("next_f_cnt") Map<String, Long> nextFCnt) {

  LoadState {
    nextFCnt = Map.copyOf(nextFCnt);
  }

  static LoadState none() {
    return new LoadState("", Map.of());
  }

  LoadState withKey(String key) {
    return new LoadState(key, nextFCnt);
  }

  /** With the counters of {@code devices}; those of others stay. */
  LoadState after(List<LoadDevice> devices) {
    var counters = new TreeMap<>(nextFCnt);
    devices.forEach(device -> counters.put(device.devEui().toString(), device.nextFCnt()));
    return new LoadState(apiKey, counters);
  }

  /** Tells the devices how far they had counted. */
  void restore(List<LoadDevice> devices) {
    for (var device : devices) {
      device.atLeast(nextFCnt.getOrDefault(device.devEui().toString(), 0L));
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "LoadState[" + nextFCnt.size() + " devices]";
  }
}
