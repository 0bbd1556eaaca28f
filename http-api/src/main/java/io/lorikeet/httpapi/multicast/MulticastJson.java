package io.lorikeet.httpapi.multicast;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorikeet.actors.frequencyplan.FrequencyPlans;
import io.lorikeet.actors.handler.ClassBc;
import io.lorikeet.actors.handler.ClassBc.ChosenGateway;
import io.lorikeet.actors.multicast.MulticastCommand.GroupDetails;
import io.lorikeet.actors.multicast.MulticastCommand.SentMulticast;
import io.lorikeet.actors.multicast.MulticastMessage;
import io.lorikeet.actors.multicast.MulticastSettings;
import io.lorikeet.actors.networkserver.DeviceClass;
import io.lorikeet.httpapi.web.Json;
import io.lorikeet.httpapi.web.Validation;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.protocol.region.Region;
import io.lorikeet.protocol.region.Revision;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Multicast groups in JSON. */
final class MulticastJson {

  private static final int MAX_NAME = 100;
  private static final int MAX_PORT = 223;
  private static final int MAX_PAYLOAD = 242;
  private static final long MAX_FREQUENCY = 4_000_000_000L;
  private static final String KEY = "32 hex digits";

  private MulticastJson() {}

  /**
   * @param fields of a body whose {@code group_id} was read already
   * @throws io.lorikeet.httpapi.web.ProblemException when a field is not valid
   */
  static MulticastSettings read(Validation fields, FrequencyPlans plans) {
    fields.require("mc_addr", "mc_nwk_s_key", "mc_app_s_key", "class", "frequency_plan");
    var address =
        fields.parsed("mc_addr", "8 hex digits", text -> Optional.of(DevAddr.parse(text)));
    var network = fields.secret("mc_nwk_s_key", KEY, text -> Optional.of(Aes128Key.parse(text)));
    var application =
        fields.secret("mc_app_s_key", KEY, text -> Optional.of(Aes128Key.parse(text)));
    var deviceClass = fields.parsed("class", "B or C", MulticastJson::deviceClass);
    var plan = fields.parsed("frequency_plan", FrequencyPlans.EXPECTED, plans::named);
    var region = plan.map(its -> its.region(Revision.DEFAULT)).orElse(Region.EU868);
    boolean slots = deviceClass.filter(its -> its == DeviceClass.B).isPresent();
    var ping = region.classB().pingSlot();
    var frequency =
        fields
            .integer("frequency", 1, MAX_FREQUENCY)
            .orElse(slots ? ping.frequenciesHz().get(0) : region.rx2Frequency());
    if (!region.allowsChannelAt(frequency)) {
      fields.error("frequency", frequency + ": expected a frequency of " + region + ", in Hz");
    }
    var rates = region.dataRateIndices(false);
    int dataRate =
        fields
            .integer("data_rate", rates.first(), rates.last())
            .map(Long::intValue)
            .orElse(slots ? ping.dataRate() : region.rx2DataRate());
    if (!rates.contains(dataRate)) {
      fields.error("data_rate", dataRate + ": expected one of " + rates);
    }
    int periodicity = fields.integer("ping_periodicity", 0, 7).map(Long::intValue).orElse(0);
    var gateways =
        fields.list(
            "gateways",
            MulticastSettings.MAX_GATEWAYS,
            "the gateway_id or gateway_eui of a gateway",
            text -> Optional.of(ChosenGateway.named(text)));
    var name = fields.text("name", MAX_NAME).orElse("");
    fields.complete();
    return new MulticastSettings(
        name,
        new MulticastSettings.Session(
            address.orElseThrow(), network.orElseThrow(), application.orElseThrow()),
        new MulticastSettings.Channel(
            deviceClass.orElseThrow(), plan.orElseThrow().id(), frequency, dataRate, periodicity),
        gateways);
  }

  private static Optional<DeviceClass> deviceClass(String text) {
    return switch (text) {
      case "B", "b" -> Optional.of(DeviceClass.B);
      case "C", "c" -> Optional.of(DeviceClass.C);
      default -> Optional.empty();
    };
  }

  /** What a patch starts from: everything that can be given, keys as well. */
  static ObjectNode input(MulticastSettings settings) {
    var json = settings(settings);
    json.put("mc_nwk_s_key", settings.session().mcNwkSKey().reveal());
    json.put("mc_app_s_key", settings.session().mcAppSKey().reveal());
    return json;
  }

  private static ObjectNode settings(MulticastSettings settings) {
    var channel = settings.channel();
    var json =
        Json.object()
            .put("name", settings.name())
            .put("mc_addr", settings.session().mcAddr().toString())
            .put("class", channel.deviceClass().name())
            .put("frequency_plan", channel.frequencyPlan())
            .put("frequency", channel.frequencyHz())
            .put("data_rate", channel.dataRate())
            .put("ping_periodicity", channel.pingPeriodicity());
    var gateways = json.putArray("gateways");
    settings.gateways().forEach(gateway -> gateways.add(gateway.gatewayId()));
    return json;
  }

  /**
   * @param keys whether the caller may see keys
   */
  static ObjectNode write(String groupId, GroupDetails group, boolean keys) {
    var json = keys ? input(group.settings()) : settings(group.settings());
    json.put("group_id", groupId).put("f_cnt_down", group.nextFCnt());
    var devices = json.putArray("devices");
    group.members().forEach(member -> devices.add(member.deviceId()));
    return json;
  }

  static MulticastMessage message(ObjectNode body, String downlinkId, Instant now) {
    var fields = new Validation(body);
    fields.require("port", "payload_raw");
    var port = fields.integer("port", 1, MAX_PORT);
    var payload =
        fields.parsed(
            "payload_raw", "base64 of at most " + MAX_PAYLOAD + " bytes", MulticastJson::payload);
    var at =
        fields.parsed(
            "absolute_time",
            "a time to come, at most " + ClassBc.MAX_AHEAD.toDays() + " days ahead, in RFC 3339",
            text -> time(text, now).filter(its -> ClassBc.inReach(its, now)));
    fields.complete();
    return new MulticastMessage(
        downlinkId, port.orElseThrow().intValue(), payload.orElseThrow(), at);
  }

  private static Optional<Payload> payload(String base64) {
    var payload = Payload.of(Base64.getDecoder().decode(base64));
    return payload.size() <= MAX_PAYLOAD ? Optional.of(payload) : Optional.empty();
  }

  private static Optional<Instant> time(String text, Instant now) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant()).filter(now::isBefore);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** What waits, and what became of the last ones. */
  static ObjectNode downlinks(GroupDetails group) {
    var json = Json.object();
    var waiting = json.putArray("waiting");
    for (var message : group.waiting()) {
      var item =
          waiting
              .addObject()
              .put("downlink_id", message.downlinkId())
              .put("port", message.port())
              .put("payload_raw", message.payload().toBase64());
      message.absoluteTime().ifPresent(at -> item.put("absolute_time", at.toString()));
    }
    write(json, group.sent());
    return json;
  }

  private static void write(ObjectNode json, List<SentMulticast> sent) {
    var array = json.putArray("sent");
    for (var downlink : sent) {
      var item =
          array
              .addObject()
              .put("downlink_id", downlink.downlinkId())
              .put("f_cnt", downlink.fCnt())
              .put("at", downlink.at().toString());
      var gateways = item.putArray("gateways");
      for (var gateway : downlink.gateways()) {
        var outcome =
            gateways
                .addObject()
                .put("gateway_id", gateway.gatewayId())
                .put("outcome", gateway.outcome());
        gateway.at().ifPresent(at -> outcome.put("sent_at", at.toString()));
      }
    }
  }
}
