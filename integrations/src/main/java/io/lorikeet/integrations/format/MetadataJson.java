package io.lorikeet.integrations.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lorikeet.actors.handler.UplinkRadio;
import io.lorikeet.actors.router.Location;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.actors.router.Reception;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;

/** Writes how and by whom a frame was heard. */
final class MetadataJson {

  private static final double HZ_PER_MHZ = 1e6;
  private static final long NANOS_PER_MICRO = 1000;

  private MetadataJson() {}

  static void write(JsonGenerator json, Instant at, UplinkRadio heard) throws IOException {
    var radio = heard.radio();
    json.writeObjectFieldStart("metadata");
    json.writeStringField("time", at.toString());
    json.writeNumberField("frequency", radio.frequencyHz() / HZ_PER_MHZ);
    writeModulation(json, radio);
    json.writeNumberField("airtime", heard.airtimeMicros() * NANOS_PER_MICRO);
    if (radio.lora() || radio.lrFhss()) {
      json.writeStringField("coding_rate", radio.codingRate());
    }
    json.writeArrayFieldStart("gateways");
    for (var reception : heard.receptions()) {
      writeGateway(json, reception);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** A LoRa or LR-FHSS frame has a data rate, an FSK frame a bit rate. */
  static void writeModulation(JsonGenerator json, Radio radio) throws IOException {
    if (radio.lora()) {
      json.writeStringField("modulation", "LORA");
      json.writeStringField("data_rate", radio.dataRateText());
    } else if (radio.lrFhss()) {
      json.writeStringField("modulation", "LR_FHSS");
      json.writeStringField("data_rate", radio.dataRateText());
    } else {
      json.writeStringField("modulation", "FSK");
      json.writeNumberField("bit_rate", radio.bitRate());
    }
  }

  private static void writeGateway(JsonGenerator json, Reception reception) throws IOException {
    var fix = reception.fix();
    var path = reception.path();
    json.writeStartObject();
    json.writeStringField("gtw_id", reception.gatewayId());
    json.writeStringField("gtw_eui", reception.gateway().toString());
    json.writeNumberField("timestamp", reception.tmst());
    if (fix.fineTimestamp().isPresent()) {
      json.writeNumberField("fine_timestamp", fix.fineTimestamp().getAsLong());
    }
    // A gateway without GPS has an empty time, as The Things Network wrote it.
    json.writeStringField("time", fix.time().map(Instant::toString).orElse(""));
    if (path.antenna() != 0) {
      json.writeNumberField("antenna", path.antenna());
    }
    json.writeNumberField("channel", path.channel());
    writeDecibels(json, "rssi", reception.signal().rssi());
    writeDecibels(json, "snr", reception.signal().snr());
    json.writeNumberField("rf_chain", path.rfChain());
    if (fix.location().isPresent()) {
      writeLocation(json, fix.location().get());
    }
    json.writeEndObject();
  }

  private static void writeLocation(JsonGenerator json, Location location) throws IOException {
    json.writeNumberField("latitude", location.latitude());
    json.writeNumberField("longitude", location.longitude());
    json.writeNumberField("altitude", location.altitude());
    json.writeStringField("location_source", location.source().name().toLowerCase(Locale.ROOT));
  }

  /** Whole numbers without a fraction, as most gateways report them. */
  private static void writeDecibels(JsonGenerator json, String name, float value)
      throws IOException {
    if (value == (int) value) {
      json.writeNumberField(name, (int) value);
    } else {
      json.writeNumberField(name, value);
    }
  }
}
