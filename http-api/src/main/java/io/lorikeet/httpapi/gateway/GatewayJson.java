package io.lorikeet.httpapi.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorikeet.actors.frequencyplan.FrequencyPlans;
import io.lorikeet.actors.gateway.GatewayRegistration;
import io.lorikeet.actors.gateway.GatewayStatus;
import io.lorikeet.actors.router.Location;
import io.lorikeet.httpapi.web.Ids;
import io.lorikeet.httpapi.web.Json;
import io.lorikeet.httpapi.web.MergePatch;
import io.lorikeet.httpapi.web.Problem;
import io.lorikeet.httpapi.web.Problem.FieldError;
import io.lorikeet.httpapi.web.ProblemException;
import io.lorikeet.httpapi.web.Validation;
import io.lorikeet.protocol.id.GatewayEui;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Gateways in JSON. */
final class GatewayJson {

  private static final int MAX_DESCRIPTION = 2000;

  /** Beyond what antennas on earth have, in dB. */
  private static final double MAX_GAIN = 50;

  /** From the deepest mine to where balloons still fly, in metres. */
  private static final double MIN_ALTITUDE = -5000;

  private static final double MAX_ALTITUDE = 100_000;

  private GatewayJson() {}

  /**
   * @throws ProblemException when a field is not valid
   */
  static GatewayRegistration read(ObjectNode body, FrequencyPlans plans) {
    var fields = new Validation(body);
    fields.require("gateway_id", "gateway_eui", "frequency_plan");
    var id = fields.parsed("gateway_id", Ids.EXPECTED, Ids::parse);
    var eui =
        fields.parsed("gateway_eui", "16 hex digits", text -> Optional.of(GatewayEui.parse(text)));
    var plan = fields.parsed("frequency_plan", FrequencyPlans.EXPECTED, plans::named);
    var location = fields.object("location").flatMap(GatewayJson::location);
    var gain = fields.number("antenna_gain", -MAX_GAIN, MAX_GAIN);
    var description = fields.text("description", MAX_DESCRIPTION);
    fields.complete();
    return new GatewayRegistration(
        id.orElseThrow(),
        eui.orElseThrow(),
        plan.orElseThrow().id(),
        location,
        gain.orElse(0.0).floatValue(),
        description.orElse(""));
  }

  private static Optional<Location> location(Validation fields) {
    fields.require("latitude", "longitude");
    var latitude = fields.number("latitude", -90, 90);
    var longitude = fields.number("longitude", -180, 180);
    var altitude = fields.number("altitude", MIN_ALTITUDE, MAX_ALTITUDE);
    return latitude.isPresent() && longitude.isPresent()
        ? Optional.of(
            new Location(
                latitude.get(),
                longitude.get(),
                (int) Math.round(altitude.orElse(0.0)),
                Location.Source.REGISTRY))
        : Optional.empty();
  }

  /** The registration after a merge patch. */
  static GatewayRegistration patch(
      GatewayRegistration registration, ObjectNode patch, FrequencyPlans plans) {
    var patched = read(MergePatch.apply(write(registration), patch), plans);
    var errors = new ArrayList<FieldError>();
    if (!patched.gatewayId().equals(registration.gatewayId())) {
      errors.add(new FieldError("gateway_id", "cannot change; register the gateway anew instead"));
    }
    if (!patched.eui().equals(registration.eui())) {
      errors.add(
          new FieldError("gateway_eui", "cannot change; register the other gateway instead"));
    }
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.invalid(errors));
    }
    return patched;
  }

  static ObjectNode write(GatewayRegistration registration) {
    var json =
        Json.object()
            .put("gateway_id", registration.gatewayId())
            .put("gateway_eui", registration.eui().toString())
            .put("frequency_plan", registration.frequencyPlan())
            .put("antenna_gain", decimal(registration.antennaGainDb()))
            .put("description", registration.description());
    registration
        .location()
        .ifPresent(
            location ->
                json.putObject("location")
                    .put("latitude", location.latitude())
                    .put("longitude", location.longitude())
                    .put("altitude", location.altitude()));
    return json;
  }

  /** As many digits as were written: 2.1, and not what a float makes of it as a double. */
  private static double decimal(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  static ObjectNode write(GatewayRegistration registration, GatewayStatus status) {
    var json = write(registration);
    json.set("status", status(status));
    return json;
  }

  private static ObjectNode status(GatewayStatus status) {
    var json = Json.object().put("connected", status.connected());
    if (!status.protocol().isEmpty()) {
      json.put("protocol", status.protocol()).put("remote_address", status.remoteAddress());
    }
    status.lastSeen().ifPresent(at -> json.put("last_seen", at.toString()));
    status.roundTripMillis().ifPresent(millis -> json.put("round_trip_ms", millis));
    var dutyCycle = json.putObject("duty_cycle_use");
    Map<String, Double> sorted = new TreeMap<>(status.dutyCycleUse());
    sorted.forEach(dutyCycle::put);
    var counters = status.counters();
    json.putObject("counters")
        .put("uplinks", counters.uplinks())
        .put("bad_crc", counters.badCrc())
        .put("malformed", counters.malformed())
        .put("rate_limited", counters.rateLimited())
        .put("downlinks_sent", counters.downlinksSent())
        .put("downlinks_refused", counters.downlinksRefused());
    return json;
  }
}
