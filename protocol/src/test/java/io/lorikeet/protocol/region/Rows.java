package io.lorikeet.protocol.region;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorikeet.protocol.radio.CodingRate;
import io.lorikeet.protocol.radio.Fsk;
import io.lorikeet.protocol.radio.LoRa;
import io.lorikeet.protocol.radio.LrFhss;
import io.lorikeet.protocol.radio.Modulation;

/** Reads the rows of {@code regions.json}. */
final class Rows {

  private Rows() {}

  static Modulation modulation(JsonNode row) {
    return switch (row.get("modulation").asText()) {
      case "FSK" -> new Fsk(row.get("bit_rate").asInt());
      case "LR_FHSS" ->
          new LrFhss(
              row.get("ocw_hz").asInt(), LrFhss.Rate.of(row.get("cr").asText()).orElseThrow());
      default ->
          new LoRa(
              row.get("sf").asInt(),
              row.get("bw_hz").asInt(),
              CodingRate.of(row.get("cr").asText()).orElseThrow());
    };
  }

  /** As the history of data rates has it. */
  static String brief(Modulation modulation) {
    if (modulation instanceof LoRa lora) {
      return "SF" + lora.spreadingFactor() + "/" + lora.bandwidthHz() / 1000;
    }
    return modulation instanceof Fsk ? "FSK" : "LR_FHSS";
  }
}
