package io.lorikeet.simulator.device;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/**
 * What a device must not forget when it is switched off.
 *
 * @param sessions none or one
 */
public record DeviceMemory(
    @JsonProperty("next_dev_nonce") int nextDevNonce,
    @JsonProperty("sessions") List<SessionMemory> sessions) {

  public DeviceMemory {
    sessions = List.copyOf(sessions);
  }

  /** That of a new device. */
  public static DeviceMemory blank() {
    return new DeviceMemory(0, List.of());
  }

  Optional<SessionMemory> session() {
    return sessions.stream().findFirst();
  }
}
