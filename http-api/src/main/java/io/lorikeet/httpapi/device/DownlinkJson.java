package io.lorikeet.httpapi.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorikeet.actors.handler.ClassBc;
import io.lorikeet.actors.handler.ClassBc.ChosenGateway;
import io.lorikeet.actors.handler.DownlinkMessage;
import io.lorikeet.actors.handler.DownlinkMessage.Schedule;
import io.lorikeet.actors.handler.EndDeviceCommand.QueuedDownlink;
import io.lorikeet.httpapi.web.Json;
import io.lorikeet.httpapi.web.Problem;
import io.lorikeet.httpapi.web.ProblemException;
import io.lorikeet.httpapi.web.Validation;
import io.lorikeet.protocol.Payload;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Downlinks in JSON. */
final class DownlinkJson {

  /** FPorts of applications; 0 is the network's, 224 and above are reserved. */
  private static final int MAX_PORT = 223;

  /** FRMPayload of the longest frame of any region, in bytes. */
  private static final int MAX_PAYLOAD = 242;

  private DownlinkJson() {}

  /**
   * @param downlinkId its name from now on
   * @throws ProblemException when a field is not valid
   */
  static DownlinkMessage read(ObjectNode body, String downlinkId, Instant now) {
    var fields = new Validation(body);
    fields.require("port", "payload_raw");
    var port = fields.integer("port", 1, MAX_PORT);
    var payload =
        fields.parsed(
            "payload_raw", "base64 of at most " + MAX_PAYLOAD + " bytes", DownlinkJson::payload);
    fields.refuse("payload_fields", "needs an encoder, and there is none; give payload_raw");
    var classBc = fields.object("class_bc").map(inner -> classBc(inner, now));
    var confirmed = fields.flag("confirmed");
    var schedule = fields.parsed("schedule", "replace, first or last", DownlinkJson::schedule);
    var expiresAt =
        fields.parsed("expires_at", "a time to come, in RFC 3339", text -> future(text, now));
    fields.complete();
    return new DownlinkMessage(
        downlinkId,
        port.orElseThrow().intValue(),
        payload.orElseThrow(),
        confirmed.orElse(false),
        schedule.orElse(Schedule.REPLACE),
        expiresAt,
        classBc);
  }

  private static ClassBc classBc(Validation fields, Instant now) {
    return new ClassBc(
        fields.list(
            "gateways",
            ClassBc.MAX_GATEWAYS,
            "the gateway_id or gateway_eui of a gateway",
            text -> Optional.of(ChosenGateway.named(text))),
        fields.parsed(
            "absolute_time",
            "a time to come, at most " + ClassBc.MAX_AHEAD.toDays() + " days ahead, in RFC 3339",
            text -> future(text, now).filter(at -> ClassBc.inReach(at, now))));
  }

  /**
   * @throws ProblemException when a gateway was chosen that nobody has registered
   */
  static DownlinkMessage checked(DownlinkMessage message, ClassBc resolved) {
    resolved
        .unknownGateway()
        .ifPresent(
            unknown -> {
              throw new ProblemException(
                  Problem.invalid(
                      List.of(
                          new Problem.FieldError(
                              "class_bc.gateways",
                              Validation.shown(unknown)
                                  + ": expected a gateway that is registered, or an EUI"))));
            });
    return message.with(resolved);
  }

  private static Optional<Payload> payload(String base64) {
    var payload = Payload.of(Base64.getDecoder().decode(base64));
    return payload.size() <= MAX_PAYLOAD ? Optional.of(payload) : Optional.empty();
  }

  private static Optional<Schedule> schedule(String text) {
    return Arrays.stream(Schedule.values())
        .filter(schedule -> lowerCase(schedule).equals(text))
        .findFirst();
  }

  private static Optional<Instant> future(String text, Instant now) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant()).filter(now::isBefore);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static ObjectNode write(QueuedDownlink queued) {
    var message = queued.message();
    var json =
        Json.object()
            .put("downlink_id", message.downlinkId())
            .put("port", message.port())
            .put("payload_raw", message.payload().toBase64())
            .put("confirmed", message.confirmed())
            .put("schedule", lowerCase(message.schedule()));
    message.expiresAt().ifPresent(at -> json.put("expires_at", at.toString()));
    message.classBc().ifPresent(classBc -> write(json.putObject("class_bc"), classBc));
    return json.put("state", lowerCase(queued.state())).put("attempts", queued.attempts());
  }

  private static void write(ObjectNode json, ClassBc classBc) {
    if (!classBc.gateways().isEmpty()) {
      var gateways = json.putArray("gateways");
      classBc.gateways().forEach(gateway -> gateways.add(gateway.gatewayId()));
    }
    classBc.absoluteTime().ifPresent(at -> json.put("absolute_time", at.toString()));
  }
}
