package io.lorikeet.httpapi.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorikeet.actors.handler.EndDeviceCommand.DeviceDetails;
import io.lorikeet.actors.handler.EndDeviceCommand.Session;
import io.lorikeet.actors.handler.EndDeviceRegistration;
import io.lorikeet.actors.handler.EndDeviceRegistration.Abp;
import io.lorikeet.actors.handler.EndDeviceRegistration.Otaa;
import io.lorikeet.actors.networkserver.LorawanVersion;
import io.lorikeet.actors.networkserver.NetworkKeys11;
import io.lorikeet.actors.networkserver.Session11;
import io.lorikeet.actors.networkserver.SessionDetails;
import io.lorikeet.httpapi.web.Json;
import io.lorikeet.httpapi.web.MergePatch;
import io.lorikeet.httpapi.web.Problem;
import io.lorikeet.httpapi.web.Problem.FieldError;
import io.lorikeet.httpapi.web.ProblemException;
import io.lorikeet.protocol.frame.CounterWidth;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.protocol.region.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Devices in JSON. */
final class DeviceJson {

  private DeviceJson() {}

  /**
   * The registration after a merge patch.
   *
   * @throws ProblemException when a field is not valid or cannot change
   */
  static EndDeviceRegistration patch(
      EndDeviceRegistration registration, ObjectNode patch, DeviceInput.Context input) {
    var merged = MergePatch.apply(patchable(registration, patch), patch);
    var patched = DeviceInput.read(registration.id().applicationId(), merged, input);
    var errors = new ArrayList<FieldError>();
    if (!patched.id().equals(registration.id())) {
      errors.add(new FieldError("dev_id", "cannot change; register the device anew instead"));
    }
    if (!patched.devEui().equals(registration.devEui())) {
      errors.add(new FieldError("dev_eui", "cannot change; register the device anew instead"));
    }
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.invalid(errors));
    }
    return patched;
  }

  /** What a patch leaves as it is, unless it says otherwise. */
  private static ObjectNode patchable(EndDeviceRegistration registration, ObjectNode patch) {
    var base = write(registration, true);
    base.remove("app_id");
    if (patch.has("app_eui")) {
      base.remove("join_eui");
    }
    var activation = patch.path("activation").asText(base.path("activation").asText());
    if (!activation.equals(base.path("activation").asText())) {
      base.remove(List.of("app_key", "nwk_key", "dev_addr", "nwk_s_key", "app_s_key"));
      base.remove(DeviceInput.NETWORK_KEYS_11);
    }
    if (registration.profile().version().splitsKeys() != splitsKeys(patch, registration)) {
      base.remove(List.of("nwk_key", "nwk_s_key"));
      base.remove(DeviceInput.NETWORK_KEYS_11);
    }
    if (Revision.parse(base.path("regional_parameters").asText()).isEmpty()) {
      base.remove("regional_parameters"); // from when it was for people only
    }
    if (patch.has("frequency_plan")) { // another plan brings its own RX2
      base.remove(List.of("rx2_data_rate", "rx2_frequency"));
    }
    return base;
  }

  /** Whether the device will have the keys of LoRaWAN 1.1; a wrong version is refused later. */
  private static boolean splitsKeys(ObjectNode patch, EndDeviceRegistration registration) {
    try {
      return patch.hasNonNull("lorawan_version")
          ? LorawanVersion.parse(patch.path("lorawan_version").asText()).splitsKeys()
          : registration.profile().version().splitsKeys();
    } catch (IllegalArgumentException wrong) {
      return registration.profile().version().splitsKeys();
    }
  }

  /**
   * @param keys whether the caller may see keys
   */
  static ObjectNode write(EndDeviceRegistration registration, boolean keys) {
    var profile = registration.profile();
    var labels = registration.labels();
    var json =
        Json.object()
            .put("app_id", registration.id().applicationId())
            .put("dev_id", registration.id().deviceId())
            .put("dev_eui", registration.devEui().toString());
    registration.joinEui().ifPresent(joinEui -> json.put("join_eui", joinEui.toString()));
    writeActivation(json, registration.activation(), keys);
    json.put("lorawan_version", profile.version().toString())
        .put("frequency_plan", profile.frequencyPlan())
        .put("class", profile.deviceClass().name())
        .put("rx1_delay", profile.settings().rx1DelaySeconds())
        .put("rx1_dr_offset", profile.settings().rx1DrOffset())
        .put("rx2_data_rate", profile.settings().rx2DataRate())
        .put("rx2_frequency", profile.settings().rx2FrequencyHz())
        .put(DeviceInput.SUPPORTS_32_BIT_F_CNT, profile.counterWidth() == CounterWidth.BITS_32)
        .setAll(MacJson.settings(profile.mac()));
    json.put("name", labels.name()).put("description", labels.description());
    var attributes = json.putObject("attributes");
    labels.attributes().entrySet().stream()
        .sorted(java.util.Map.Entry.comparingByKey())
        .forEach(
            attribute -> {
              if (attribute.getKey().equals(DeviceInput.REGIONAL_PARAMETERS)) {
                json.put("regional_parameters", attribute.getValue());
              } else {
                attributes.put(attribute.getKey(), attribute.getValue());
              }
            });
    return json;
  }

  private static void writeActivation(
      ObjectNode json, EndDeviceRegistration.Activation activation, boolean keys) {
    if (activation instanceof Otaa otaa) {
      json.put("activation", DeviceInput.OTAA);
      if (keys) {
        json.put("app_key", otaa.appKey().reveal());
        otaa.nwkKey().ifPresent(nwkKey -> json.put("nwk_key", nwkKey.reveal()));
      }
    } else if (activation instanceof Abp abp) {
      json.put("activation", DeviceInput.ABP).put("dev_addr", abp.devAddr().toString());
      if (keys) {
        json.put("app_s_key", abp.appSKey().reveal());
        writeNetworkKeys(json, abp.nwkSKey(), abp.keys11());
      }
    } else {
      throw new IllegalStateException("activation: " + activation.getClass().getName());
    }
  }

  private static void writeNetworkKeys(
      ObjectNode json, Aes128Key nwkSKey, Optional<NetworkKeys11> keys11) {
    if (keys11.isEmpty()) {
      json.put("nwk_s_key", nwkSKey.reveal());
      return;
    }
    json.put("f_nwk_s_int_key", nwkSKey.reveal())
        .put("s_nwk_s_int_key", keys11.get().sNwkSIntKey().reveal())
        .put("nwk_s_enc_key", keys11.get().nwkSEncKey().reveal());
  }

  /**
   * @param network the network side of the session
   * @param keys whether the caller may see keys
   */
  static ObjectNode write(DeviceDetails device, Optional<SessionDetails> network, boolean keys) {
    var json = write(device.registration(), keys);
    if (device.session().isPresent() || network.isPresent()) {
      json.set("session", session(device.session(), network, keys));
    }
    network
        .flatMap(SessionDetails::mac)
        .ifPresent(mac -> json.set("mac_state", MacJson.state(mac)));
    Stream.of(device.lastSeen(), network.flatMap(SessionDetails::lastSeen))
        .flatMap(Optional::stream)
        .max(Comparator.<Instant>naturalOrder())
        .ifPresent(at -> json.put("last_seen", at.toString()));
    return json;
  }

  /** Both sides start a session, but not at the same moment: each says what it knows. */
  private static ObjectNode session(
      Optional<Session> application, Optional<SessionDetails> network, boolean keys) {
    var json = Json.object();
    application.ifPresent(
        session -> {
          json.put("dev_addr", session.devAddr().toString())
              .put("started_at", session.startedAt().toString());
          if (keys) {
            json.put("app_s_key", session.appSKey().reveal());
          }
        });
    network.ifPresent(
        session -> {
          json.put("dev_addr", session.devAddr().toString())
              .put("started_at", session.startedAt().toString())
              .put("f_cnt_down", session.nextFCntDown());
          session.v11().ifPresent(its -> json.put("a_f_cnt_down", its.nextAFCntDown()));
          session.fCntUp().ifPresent(fCnt -> json.put("f_cnt_up", fCnt));
          if (keys) {
            writeNetworkKeys(json, session.nwkSKey(), session.v11().map(Session11::keys));
          }
        });
    return json;
  }
}
