package io.lorikeet.simulator.device;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/**
 * What a device must not forget when it is switched off.
 *
 * @param sessions none or one
 * @param lastJoinNonce of LoRaWAN 1.1: the next one must be higher; 0 before the first
 * @param nextRjCount1 of LoRaWAN 1.1
 */
public record DeviceMemory(
    @JsonProperty("next_dev_nonce") int nextDevNonce,
    @JsonProperty("sessions") List<SessionMemory> sessions,
    @JsonProperty("last_join_nonce") int lastJoinNonce,
    @JsonProperty("next_rj_count_1") int nextRjCount1) {

  public DeviceMemory {
    sessions = List.copyOf(sessions);
  }

  /** That of a new device. */
  public static DeviceMemory blank() {
    return of10(0, List.of());
  }

  /** That of a device of LoRaWAN 1.0.x. */
  public static DeviceMemory of10(int nextDevNonce, List<SessionMemory> sessions) {
    return new DeviceMemory(nextDevNonce, sessions, 0, 0);
  }

  Optional<SessionMemory> session() {
    return sessions.stream().findFirst();
  }
}
