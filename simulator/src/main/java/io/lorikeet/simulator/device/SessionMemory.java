package io.lorikeet.simulator.device;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * A session as it is kept over a restart.
 *
 * @param fCntDown the last one accepted, or -1
 * @param rxParameters rx delay (s), RX1 offset, RX2 data rate, RX2 frequency (Hz)
 * @param channels frequency in Hz by index
 * @param keys11 none, or what a session of LoRaWAN 1.1 has beside
 * @param link none, or what the network has set by LinkADRReq
 */
public record SessionMemory(
    @JsonProperty("dev_addr") String devAddr,
    @JsonProperty("nwk_s_key") String nwkSKey,
    @JsonProperty("app_s_key") String appSKey,
    @JsonProperty("next_f_cnt_up") long nextFCntUp,
    @JsonProperty("f_cnt_down") long fCntDown,
    @JsonProperty("rx") RxParameters rxParameters,
    @JsonProperty("channels") Map<Integer, Long> channels,
    @JsonProperty("v1_1") List<SessionMemory11> keys11,
    @JsonProperty("link") List<LinkMemory> link) {

  public SessionMemory {
    channels = Map.copyOf(channels);
    keys11 = keys11 == null ? List.of() : List.copyOf(keys11); // a file of before
    link = link == null ? List.of() : List.copyOf(link);
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return "SessionMemory[" + devAddr + ", " + nextFCntUp + ", " + fCntDown + "]";
  }
}
