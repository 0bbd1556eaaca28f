package io.lorikeet.httpapi.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorikeet.actors.frequencyplan.FrequencyPlans;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.handler.EndDeviceRegistration;
import io.lorikeet.actors.handler.EndDeviceRegistration.Abp;
import io.lorikeet.actors.handler.EndDeviceRegistration.Activation;
import io.lorikeet.actors.handler.EndDeviceRegistration.Labels;
import io.lorikeet.actors.handler.EndDeviceRegistration.Otaa;
import io.lorikeet.actors.networkserver.DeviceProfile;
import io.lorikeet.actors.networkserver.LorawanVersion;
import io.lorikeet.httpapi.ApiSettings;
import io.lorikeet.httpapi.web.Ids;
import io.lorikeet.httpapi.web.ProblemException;
import io.lorikeet.httpapi.web.Validation;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.JoinEui;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.protocol.region.Region;
import io.lorikeet.protocol.region.Revision;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a caller says of a device. */
final class DeviceInput {

  static final String OTAA = "otaa";
  static final String ABP = "abp";

  /**
   * Attribute that holds {@code regional_parameters} as they were written; no caller can give an
   * attribute this name.
   */
  static final String REGIONAL_PARAMETERS = "lorikeet:regional_parameters";

  private static final int MAX_NAME = 100;
  private static final int MAX_DESCRIPTION = 2000;
  private static final int MAX_ATTRIBUTES = 20;
  private static final int MAX_ATTRIBUTE = 200;
  private static final Pattern ATTRIBUTE_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  private static final int MAX_RX1_DELAY = 15;

  /** What the field of a MAC command can say at most, in Hz. */
  private static final long MAX_FREQUENCY = 4_000_000_000L;

  private static final String REVISIONS =
      "a revision of the regional parameters, as RP002-1.0.4 or RP001-1.0.3A";

  private static final String KEY = "32 hex digits";
  private static final String EUI = "16 hex digits";
  private static final String VERSIONS = "one of 1.0.0, 1.0.1, 1.0.2, 1.0.3, 1.0.4";

  /**
   * What a device is read with.
   *
   * @param defaults for the settings that are not given
   */
  record Context(ApiSettings.DeviceDefaults defaults, FrequencyPlans plans) {}

  private final String applicationId;
  private final Context context;
  private final Validation fields;

  private DeviceInput(String applicationId, Context context, Validation fields) {
    this.applicationId = applicationId;
    this.context = context;
    this.fields = fields;
  }

  /**
   * @throws ProblemException when a field is not valid
   */
  static EndDeviceRegistration read(String applicationId, ObjectNode body, Context context) {
    return new DeviceInput(applicationId, context, new Validation(body)).read();
  }

  private EndDeviceRegistration read() {
    fields.require("dev_id", "dev_eui", "lorawan_version", "frequency_plan");
    var id = fields.parsed("dev_id", Ids.EXPECTED, Ids::parse);
    var devEui = fields.parsed("dev_eui", EUI, text -> Optional.of(DevEui.parse(text)));
    var joinEui = joinEui();
    var activation = activation();
    var version =
        fields.parsed("lorawan_version", VERSIONS, text -> Optional.of(LorawanVersion.parse(text)));
    var plan = fields.parsed("frequency_plan", FrequencyPlans.EXPECTED, context.plans()::named);
    var parameters =
        fields.parsed(
            "regional_parameters", REVISIONS, text -> Revision.parse(text).map(known -> text));
    var revision = parameters.flatMap(Revision::parse);
    fields.parsed(
        "class",
        "A, the only class that is served now",
        text -> text.equalsIgnoreCase("A") ? Optional.of(text) : Optional.empty());
    // Whatever is wrong with the plan, its absence says it; the rest is read as if for Europe.
    var region =
        plan.map(its -> its.region(revision.orElse(Revision.DEFAULT))).orElse(Region.EU868);
    var settings = settings(region);
    var labels = labels(parameters);
    fields.complete();
    var deviceId = new EndDeviceId(applicationId, id.orElseThrow());
    return new EndDeviceRegistration(
        deviceId,
        devEui.orElseThrow(),
        joinEui,
        activation.orElseThrow(),
        new DeviceProfile(
            deviceId, version.orElseThrow(), plan.orElseThrow().id(), settings, revision),
        labels);
  }

  /** {@code app_eui} is what LoRaWAN called it before 1.0.4. */
  private Optional<JoinEui> joinEui() {
    var joinEui = fields.parsed("join_eui", EUI, text -> Optional.of(JoinEui.parse(text)));
    var appEui = fields.parsed("app_eui", EUI, text -> Optional.of(JoinEui.parse(text)));
    if (joinEui.isPresent() && appEui.isPresent() && !joinEui.equals(appEui)) {
      fields.error("app_eui", "differs from join_eui (expected: one of them)");
    }
    return joinEui.or(() -> appEui);
  }

  private Optional<Activation> activation() {
    var kind =
        fields.parsed(
            "activation",
            OTAA + " or " + ABP,
            text -> text.equals(OTAA) || text.equals(ABP) ? Optional.of(text) : Optional.empty());
    for (var field : new String[] {"f_nwk_s_int_key", "s_nwk_s_int_key", "nwk_s_enc_key"}) {
      fields.refuse(field, "is a key of LoRaWAN 1.1 (supported: 1.0.0 to 1.0.4)");
    }
    fields.refuse("nwk_key", "is a key of LoRaWAN 1.1; a device of 1.0.x has its app_key only");
    return kind.orElse(OTAA).equals(ABP) ? abp() : otaa();
  }

  private Optional<Activation> otaa() {
    fields.require("app_key");
    if (!fields.has("app_eui")) {
      fields.require("join_eui");
    }
    for (var field : new String[] {"dev_addr", "nwk_s_key", "app_s_key"}) {
      fields.refuse(field, "belongs to activation abp; this one is " + OTAA);
    }
    return key("app_key").map(Otaa::new);
  }

  private Optional<Activation> abp() {
    fields.require("dev_addr", "nwk_s_key", "app_s_key");
    fields.refuse("app_key", "belongs to activation otaa; this one is " + ABP);
    var devAddr =
        fields.parsed("dev_addr", "8 hex digits", text -> Optional.of(DevAddr.parse(text)));
    var nwkSKey = key("nwk_s_key");
    var appSKey = key("app_s_key");
    return devAddr.isPresent() && nwkSKey.isPresent() && appSKey.isPresent()
        ? Optional.of(new Abp(devAddr.get(), nwkSKey.get(), appSKey.get()))
        : Optional.empty();
  }

  private Optional<Aes128Key> key(String field) {
    return fields.secret(field, KEY, text -> Optional.of(Aes128Key.parse(text)));
  }

  private DeviceProfile.Settings settings(Region region) {
    var defaults = context.defaults();
    var rates = region.dataRateIndices(false);
    int rx2DataRate = integer("rx2_data_rate", rates.first(), rates.last(), region.rx2DataRate());
    if (!rates.contains(rx2DataRate)) {
      fields.error("rx2_data_rate", rx2DataRate + ": expected one of " + rates);
    }
    var rx2 = fields.integer("rx2_frequency", 1, MAX_FREQUENCY).orElse(region.rx2Frequency());
    if (!region.allowsChannelAt(rx2)) {
      fields.error("rx2_frequency", rx2 + ": expected a frequency of " + region + ", in Hz");
    }
    return new DeviceProfile.Settings(
        integer("rx1_delay", 1, MAX_RX1_DELAY, defaults.rx1DelaySeconds()),
        integer("rx1_dr_offset", 0, region.maxRx1Offset(), defaults.rx1DrOffset()),
        rx2DataRate,
        rx2);
  }

  private int integer(String field, int min, int max, int absent) {
    return fields.integer(field, min, max).map(Long::intValue).orElse(absent);
  }

  private Labels labels(Optional<String> parameters) {
    Map<String, String> attributes =
        new HashMap<>(
            fields.texts(
                "attributes",
                MAX_ATTRIBUTES,
                name -> ATTRIBUTE_NAME.matcher(name).matches(),
                "1 to 64 letters, digits, _, . and -",
                MAX_ATTRIBUTE));
    parameters.ifPresent(text -> attributes.put(REGIONAL_PARAMETERS, text));
    return new Labels(
        fields.text("name", MAX_NAME).orElse(""),
        fields.text("description", MAX_DESCRIPTION).orElse(""),
        attributes);
  }
}
