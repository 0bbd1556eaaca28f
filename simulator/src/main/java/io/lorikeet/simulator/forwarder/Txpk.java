package io.lorikeet.simulator.forwarder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.radio.Fsk;
import io.lorikeet.protocol.radio.LoRa;
import io.lorikeet.protocol.radio.Modulation;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * What a PULL_RESP asks to send.
 *
 * @param powerDbm EIRP
 * @param invertedIq as LoRaWAN devices expect downlinks
 * @param crc whether the payload has a CRC
 */
public record Txpk(
    Timing timing,
    long frequencyHz,
    int powerDbm,
    Modulation modulation,
    boolean invertedIq,
    boolean crc,
    Payload phy) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** When to send. */
  public sealed interface Timing {

    /** As soon as possible. */
    record Immediate() implements Timing {}

    /** When the concentrator's counter shows {@code tmst}. */
    record At(long tmst) implements Timing {}

    /** At a GPS time, milliseconds, which not every gateway knows. */
    record AtGpsTime(long millis) implements Timing {}
  }

  /** Reads the JSON of a PULL_RESP; empty for what a forwarder drops without a word. */
  static Optional<Txpk> parse(byte[] datagram, int from, int to) {
    try {
      return read(JSON.readTree(datagram, from, to - from).path("txpk"));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Txpk> read(JsonNode txpk) {
    for (var name : new String[] {"freq", "rfch", "modu", "datr", "size", "data"}) {
      if (!txpk.has(name)) {
        return Optional.empty();
      }
    }
    var timing = timing(txpk);
    var modulation = modulation(txpk);
    if (timing.isEmpty() || modulation.isEmpty()) {
      return Optional.empty();
    }
    var data = Base64.getDecoder().decode(txpk.get("data").asText());
    return Optional.of(
        new Txpk(
            timing.get(),
            Math.round(txpk.get("freq").asDouble() * 1e6),
            txpk.path("powe").asInt(0),
            modulation.get(),
            txpk.path("ipol").asBoolean(false),
            !txpk.path("ncrc").asBoolean(false),
            // The real program sends as many bytes as it was told, cut or filled with zeros.
            Payload.of(Arrays.copyOf(data, txpk.get("size").asInt()))));
  }

  private static Optional<Timing> timing(JsonNode txpk) {
    if (txpk.path("imme").asBoolean(false)) {
      return Optional.of(new Timing.Immediate());
    }
    if (txpk.path("tmst").isNumber()) {
      return Optional.of(new Timing.At(txpk.get("tmst").asLong() & 0xffff_ffffL));
    }
    if (txpk.path("tmms").isNumber()) {
      return Optional.of(new Timing.AtGpsTime(txpk.get("tmms").asLong()));
    }
    return Optional.empty();
  }

  private static Optional<Modulation> modulation(JsonNode txpk) {
    var dataRate = txpk.get("datr");
    return switch (txpk.get("modu").asText()) {
      case "LORA" ->
          dataRate.isTextual() && txpk.has("codr")
              ? Optional.of(LoRa.parse(dataRate.asText(), txpk.get("codr").asText()))
              : Optional.empty();
      case "FSK" ->
          dataRate.isNumber() && txpk.has("fdev")
              ? Optional.of(new Fsk(dataRate.asInt()))
              : Optional.empty();
      default -> Optional.empty();
    };
  }
}
