package io.lorikeet.simulator.device;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Set;

/**
 * How a device sends, as it is kept over a restart.
 *
 * @param txPower index
 * @param channels indices of those in use
 */
public record LinkMemory(
    @JsonProperty("data_rate") int dataRate,
    @JsonProperty("tx_power") int txPower,
    @JsonProperty("nb_trans") int nbTrans,
    @JsonProperty("channels") Set<Integer> channels) {

  public LinkMemory {
    channels = Set.copyOf(channels);
  }
}
