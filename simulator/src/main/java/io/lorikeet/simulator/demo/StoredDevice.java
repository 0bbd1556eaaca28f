package io.lorikeet.simulator.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.JoinEui;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.simulator.client.DeviceRegistration;
import io.lorikeet.simulator.device.DeviceIdentity;
import io.lorikeet.simulator.device.DeviceMemory;
import io.lorikeet.simulator.device.SessionMemory;
import java.util.List;

/**
 * A simulated device as the state file has it.
 *
 * @param joins whether it joins; otherwise it has a session from the start
 * @param home JoinEUI of a device that joins, DevAddr of another
 * @param keys AppKey of a device that joins; NwkSKey and AppSKey of another
 */
record StoredDevice(
    @JsonProperty("dev_id") String devId,
    @JsonProperty("dev_eui") String devEui,
    @JsonProperty("joins") boolean joins,
    @JsonProperty("home") String home,
    @JsonProperty("keys") List<String> keys,
    @JsonProperty("memory") DeviceMemory memory) {

  /** How much may have happened between what was stored last and a sudden end. */
  private static final int LOST_FRAMES = 100;

  StoredDevice {
    keys = List.copyOf(keys);
  }

  DeviceIdentity identity() {
    return joins
        ? new DeviceIdentity.Otaa(DevEui.parse(devEui), JoinEui.parse(home), key(0))
        : new DeviceIdentity.Abp(
            DevEui.parse(devEui), DevAddr.parse(home), new SessionKeys10(key(0), key(1)));
  }

  DeviceRegistration registration() {
    return joins
        ? new DeviceRegistration.Otaa(devId, DevEui.parse(devEui), JoinEui.parse(home), key(0))
        : new DeviceRegistration.Abp(
            devId, DevEui.parse(devEui), DevAddr.parse(home), new SessionKeys10(key(0), key(1)));
  }

  StoredDevice with(DeviceMemory other) {
    return new StoredDevice(devId, devEui, joins, home, keys, other);
  }

  /** As if the network had never heard of it; used nonces stay used. */
  StoredDevice withoutSession() {
    return with(DeviceMemory.of10(memory.nextDevNonce(), List.of()));
  }

  /**
   * Safe to go on after a sudden end: no counter and no nonce can have been used before, and who
   * can join does, for a session may have begun that we know nothing of.
   */
  StoredDevice afterSuddenEnd() {
    if (joins) {
      return with(DeviceMemory.of10(memory.nextDevNonce() + LOST_FRAMES, List.of()));
    }
    return with(
        DeviceMemory.of10(0, memory.sessions().stream().map(StoredDevice::skipped).toList()));
  }

  private static SessionMemory skipped(SessionMemory session) {
    return new SessionMemory(
        session.devAddr(),
        session.nwkSKey(),
        session.appSKey(),
        session.nextFCntUp() + LOST_FRAMES,
        session.fCntDown(),
        session.rxParameters(),
        session.channels(),
        session.keys11(),
        session.link());
  }

  private Aes128Key key(int index) {
    return Aes128Key.parse(keys.get(index));
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return "StoredDevice[" + devId + "]";
  }
}
