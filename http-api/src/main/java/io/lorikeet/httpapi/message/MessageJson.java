package io.lorikeet.httpapi.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorikeet.actors.handler.ApplicationUplink;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.httpapi.web.Json;
import java.time.Instant;
import java.util.Locale;

/** Stored uplinks in JSON: the same fields as subscribers receive them with. */
final class MessageJson {

  private static final double HZ_PER_MHZ = 1e6;
  private static final long NANOS_PER_MICRO = 1000;

  private MessageJson() {}

  static ObjectNode write(ApplicationUplink uplink) {
    var content = uplink.content();
    var json =
        Json.object()
            .put("app_id", uplink.device().applicationId())
            .put("dev_id", uplink.device().deviceId())
            .put("hardware_serial", uplink.devEui().toString())
            .put("port", content.port().orElse(0))
            .put("counter", content.fCnt());
    if (content.confirmed()) {
      json.put("confirmed", true);
    }
    json.put("payload_raw", content.payload().toBase64());
    writeMetadata(json.putObject("metadata"), uplink);
    return json.put("uplink_id", uplink.id())
        .put("dev_addr", uplink.devAddr().toString())
        .put("class", content.deviceClass());
  }

  private static void writeMetadata(ObjectNode json, ApplicationUplink uplink) {
    var heard = uplink.radio();
    var radio = heard.radio();
    json.put("time", uplink.at().toString()).put("frequency", radio.frequencyHz() / HZ_PER_MHZ);
    if (radio.lora() || radio.lrFhss()) {
      json.put("modulation", radio.lora() ? "LORA" : "LR_FHSS")
          .put("data_rate", radio.dataRateText())
          .put("coding_rate", radio.codingRate());
    } else {
      json.put("modulation", "FSK").put("bit_rate", radio.bitRate());
    }
    json.put("airtime", heard.airtimeMicros() * NANOS_PER_MICRO);
    var gateways = json.putArray("gateways");
    heard.receptions().forEach(reception -> writeGateway(gateways.addObject(), reception));
  }

  private static void writeGateway(ObjectNode json, Reception reception) {
    var fix = reception.fix();
    var path = reception.path();
    json.put("gtw_id", reception.gatewayId())
        .put("gtw_eui", reception.gateway().toString())
        .put("timestamp", reception.tmst());
    fix.fineTimestamp().ifPresent(nanos -> json.put("fine_timestamp", nanos));
    // A gateway without GPS has an empty time, as The Things Network wrote it.
    json.put("time", fix.time().map(Instant::toString).orElse(""));
    if (path.antenna() != 0) {
      json.put("antenna", path.antenna());
    }
    json.put("channel", path.channel())
        .put("rssi", reception.signal().rssi())
        .put("snr", reception.signal().snr())
        .put("rf_chain", path.rfChain());
    fix.location()
        .ifPresent(
            location ->
                json.put("latitude", location.latitude())
                    .put("longitude", location.longitude())
                    .put("altitude", location.altitude())
                    .put("location_source", location.source().name().toLowerCase(Locale.ROOT)));
  }
}
