package io.lorikeet.simulator.device;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a session of LoRaWAN 1.1 keeps over a restart beside one of 1.0.x.
 *
 * @param aFCntDown the last one accepted, or -1
 * @param confirmed whether the network knows that the device is in this session
 */
public record SessionMemory11(
    @JsonProperty("s_nwk_s_int_key") String sNwkSIntKey,
    @JsonProperty("nwk_s_enc_key") String nwkSEncKey,
    @JsonProperty("a_f_cnt_down") long aFCntDown,
    @JsonProperty("next_rj_count_0") int nextRjCount0,
    @JsonProperty("net_id") String netId,
    @JsonProperty("confirmed") boolean confirmed) {

  /** Without the keys. */
  @Override
  public String toString() {
    return "SessionMemory11[" + aFCntDown + ", " + nextRjCount0 + "]";
  }
}
