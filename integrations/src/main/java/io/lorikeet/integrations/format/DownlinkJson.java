package io.lorikeet.integrations.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.lorikeet.actors.handler.ClassBc;
import io.lorikeet.actors.handler.ClassBc.ChosenGateway;
import io.lorikeet.actors.handler.DownlinkMessage;
import io.lorikeet.actors.handler.DownlinkMessage.Schedule;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.protocol.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The downlink as applications write it: {@code {port?, confirmed?, schedule?, expires_at?,
 * class_bc?, payload_raw}}. What it does not know it ignores. {@code port} is 1 when it is missing,
 * {@code schedule} is {@code replace}.
 */
public final class DownlinkJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int MAX_PORT = 223;

  /** A longer request is not repeated in the event that refuses it. */
  private static final int MAX_REPEATED = 4096;

  /** More than any data rate carries (RP002, N at the highest data rates). */
  private static final int MAX_PAYLOAD = 242;

  private DownlinkJson() {}

  /** Reads one downlink. */
  public static DownlinkRequest read(byte[] json, String downlinkId) {
    try {
      return read(tree(json), downlinkId);
    } catch (IOException e) {
      return new DownlinkRequest.Invalid("not JSON: " + reason(e));
    }
  }

  /**
   * Reads the answer of a webhook: {@code {"downlinks": [...]}}, an array of downlinks, or a single
   * one. An answer that is no JSON, or holds none, asks for nothing.
   *
   * @param downlinkId makes the id of the downlink at an index
   * @param limit reads no more than that many
   */
  public static List<DownlinkRequest> readAnswer(
      byte[] json, IntFunction<String> downlinkId, int limit) {
    JsonNode answer;
    try {
      answer = tree(json);
    } catch (IOException e) {
      return List.of();
    }
    if (answer.isObject() && answer.has("downlinks")) {
      answer = answer.get("downlinks");
    } else if (answer.isObject() && (answer.has("payload_raw") || answer.has("payload_fields"))) {
      return List.of(read(answer, downlinkId.apply(0)));
    }
    var requests = new ArrayList<DownlinkRequest>();
    if (answer.isArray()) {
      for (var i = 0; i < Math.min(answer.size(), limit); i++) {
        requests.add(read(answer.get(i), downlinkId.apply(i)));
      }
    }
    return requests;
  }

  private static DownlinkRequest read(JsonNode json, String downlinkId) {
    try {
      if (!json.isObject()) {
        throw new BadField("downlink: expected an object");
      }
      var message =
          new DownlinkMessage(
              downlinkId,
              port(json.path("port")),
              payload(json),
              confirmed(json.path("confirmed")),
              schedule(json.path("schedule")),
              time("expires_at", json.path("expires_at")),
              classBc(json.path("class_bc")));
      return new DownlinkRequest.Valid(deviceId(json.path("dev_id")), message);
    } catch (BadField e) {
      return new DownlinkRequest.Invalid(e.getMessage());
    }
  }

  /** The {@code message} of a downlink event. */
  static void write(JsonGenerator json, EndDeviceId device, DownlinkMessage message)
      throws IOException {
    json.writeObjectFieldStart("message");
    json.writeStringField("app_id", device.applicationId());
    json.writeStringField("dev_id", device.deviceId());
    json.writeNumberField("port", message.port());
    if (message.confirmed()) {
      json.writeBooleanField("confirmed", true);
    }
    json.writeStringField("schedule", message.schedule().name().toLowerCase(Locale.ROOT));
    json.writeStringField("payload_raw", message.payload().toBase64());
    json.writeStringField("downlink_id", message.downlinkId());
    if (message.expiresAt().isPresent()) {
      json.writeStringField("expires_at", message.expiresAt().get().toString());
    }
    if (message.classBc().isPresent()) {
      write(json, message.classBc().get());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, ClassBc classBc) throws IOException {
    json.writeObjectFieldStart("class_bc");
    if (!classBc.gateways().isEmpty()) {
      json.writeArrayFieldStart("gateways");
      for (var gateway : classBc.gateways()) {
        json.writeString(gateway.gatewayId());
      }
      json.writeEndArray();
    }
    if (classBc.absoluteTime().isPresent()) {
      json.writeStringField("absolute_time", classBc.absoluteTime().get().toString());
    }
    json.writeEndObject();
  }

  /**
   * The event that tells an application that what it sent was not taken.
   *
   * @param request as it came; it is repeated when it is JSON of a reasonable size
   */
  public static byte[] refusal(EndDeviceId device, String error, byte[] request) {
    var event = MAPPER.createObjectNode();
    event.put("app_id", device.applicationId());
    event.put("dev_id", device.deviceId());
    event.put("error", error);
    event.set("message", repeated(request));
    return event.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode repeated(byte[] request) {
    try {
      var json = request.length > MAX_REPEATED ? MissingNode.getInstance() : tree(request);
      return json.isMissingNode() ? NullNode.getInstance() : json;
    } catch (IOException e) {
      return NullNode.getInstance();
    }
  }

  private static int port(JsonNode port) {
    if (absent(port)) {
      return 1;
    }
    if (!port.isIntegralNumber()
        || !port.canConvertToInt()
        || port.intValue() < 1
        || port.intValue() > MAX_PORT) {
      throw new BadField("port: " + shown(port) + " (expected: 1 to " + MAX_PORT + ")");
    }
    return port.intValue();
  }

  private static Payload payload(JsonNode json) {
    var raw = json.path("payload_raw");
    if (absent(raw) && !absent(json.path("payload_fields"))) {
      throw new BadField("payload_fields: the application has no encoder (expected: payload_raw)");
    }
    if (!raw.isTextual()) {
      throw new BadField("payload_raw: expected base64");
    }
    try {
      var bytes = Base64.getDecoder().decode(raw.textValue());
      if (bytes.length > MAX_PAYLOAD) {
        throw new BadField(
            "payload_raw: " + bytes.length + " bytes (expected: at most " + MAX_PAYLOAD + ")");
      }
      return Payload.of(bytes);
    } catch (IllegalArgumentException e) {
      throw new BadField("payload_raw: expected base64");
    }
  }

  private static boolean confirmed(JsonNode confirmed) {
    if (!absent(confirmed) && !confirmed.isBoolean()) {
      throw new BadField("confirmed: " + shown(confirmed) + " (expected: true or false)");
    }
    return confirmed.booleanValue();
  }

  private static Schedule schedule(JsonNode schedule) {
    if (absent(schedule) || schedule.isTextual() && schedule.textValue().isEmpty()) {
      return Schedule.REPLACE;
    }
    return switch (schedule.asText()) {
      case "replace" -> Schedule.REPLACE;
      case "first" -> Schedule.FIRST;
      case "last" -> Schedule.LAST;
      default ->
          throw new BadField(
              "schedule: " + shown(schedule) + " (expected: replace, first or last)");
    };
  }

  private static Optional<Instant> time(String field, JsonNode time) {
    if (absent(time)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(time.asText()));
    } catch (DateTimeParseException e) {
      throw new BadField(field + ": " + shown(time) + " (expected: RFC 3339, UTC)");
    }
  }

  private static Optional<ClassBc> classBc(JsonNode classBc) {
    if (absent(classBc)) {
      return Optional.empty();
    }
    if (!classBc.isObject()) {
      throw new BadField("class_bc: " + shown(classBc) + " (expected: an object)");
    }
    return Optional.of(
        new ClassBc(
            gateways(classBc.path("gateways")),
            time("class_bc.absolute_time", classBc.path("absolute_time"))));
  }

  private static List<ChosenGateway> gateways(JsonNode gateways) {
    if (absent(gateways)) {
      return List.of();
    }
    if (!gateways.isArray() || gateways.size() > ClassBc.MAX_GATEWAYS) {
      throw new BadField(
          "class_bc.gateways: expected an array of at most " + ClassBc.MAX_GATEWAYS + " texts");
    }
    var chosen = new ArrayList<ChosenGateway>();
    for (var gateway : gateways) {
      if (!gateway.isTextual()) {
        throw new BadField("class_bc.gateways: " + shown(gateway) + " (expected: a gateway_id)");
      }
      chosen.add(ChosenGateway.named(gateway.textValue()));
    }
    return chosen;
  }

  private static Optional<String> deviceId(JsonNode deviceId) {
    if (absent(deviceId)) {
      return Optional.empty();
    }
    if (!deviceId.isTextual() || !DeviceIds.valid(deviceId.textValue())) {
      throw new BadField("dev_id: " + shown(deviceId) + " (expected: " + DeviceIds.EXPECTED + ")");
    }
    return Optional.of(deviceId.textValue());
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static String shown(JsonNode node) {
    var text = node.toString();
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }

  private static JsonNode tree(byte[] json) throws IOException {
    return MAPPER.readTree(json);
  }

  private static String reason(IOException e) {
    return e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.toString();
  }

  private static final class BadField extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadField(String message) {
      super(message, null, false, false);
    }
  }
}
