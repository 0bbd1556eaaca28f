package io.lorikeet.httpapi.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorikeet.actors.frequencyplan.FrequencyPlans;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.handler.EndDeviceRegistration;
import io.lorikeet.actors.handler.EndDeviceRegistration.Abp;
import io.lorikeet.actors.handler.EndDeviceRegistration.Activation;
import io.lorikeet.actors.handler.EndDeviceRegistration.Labels;
import io.lorikeet.actors.handler.EndDeviceRegistration.Otaa;
import io.lorikeet.actors.networkserver.DeviceClass;
import io.lorikeet.actors.networkserver.DeviceProfile;
import io.lorikeet.actors.networkserver.LorawanVersion;
import io.lorikeet.actors.networkserver.NetworkKeys11;
import io.lorikeet.httpapi.ApiSettings;
import io.lorikeet.httpapi.web.Ids;
import io.lorikeet.httpapi.web.ProblemException;
import io.lorikeet.httpapi.web.Validation;
import io.lorikeet.protocol.frame.CounterWidth;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.JoinEui;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.protocol.region.Region;
import io.lorikeet.protocol.region.Revision;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
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

  static final String SUPPORTS_32_BIT_F_CNT = "supports_32_bit_f_cnt";

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
  private static final String VERSIONS = "one of 1.0.0, 1.0.1, 1.0.2, 1.0.3, 1.0.4, 1.1.0";

  private static final String ONLY_11 = "is a key of LoRaWAN 1.1";
  private static final String BELONGS_TO_ABP =
      "belongs to activation " + ABP + "; this one is " + OTAA;
  private static final String BELONGS_TO_OTAA =
      "belongs to activation " + OTAA + "; this one is " + ABP;

  /** Keys of a session of 1.1 that the network has. */
  static final List<String> NETWORK_KEYS_11 =
      List.of("f_nwk_s_int_key", "s_nwk_s_int_key", "nwk_s_enc_key");

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
    var version =
        fields.parsed("lorawan_version", VERSIONS, text -> Optional.of(LorawanVersion.parse(text)));
    var activation = activation(version.filter(LorawanVersion::splitsKeys).isPresent());
    var plan = fields.parsed("frequency_plan", FrequencyPlans.EXPECTED, context.plans()::named);
    var parameters =
        fields.parsed(
            "regional_parameters", REVISIONS, text -> Revision.parse(text).map(known -> text));
    var revision = parameters.flatMap(Revision::parse);
    var deviceClass = fields.parsed("class", "A, B or C", DeviceInput::deviceClass);
    var counterWidth = counterWidth(version);
    // Whatever is wrong with the plan, its absence says it; the rest is read as if for Europe.
    var region =
        plan.map(its -> its.region(revision.orElse(Revision.DEFAULT))).orElse(Region.EU868);
    var settings = settings(region);
    var mac = MacInput.read(fields);
    var labels = labels(parameters);
    fields.complete();
    var deviceId = new EndDeviceId(applicationId, id.orElseThrow());
    return new EndDeviceRegistration(
        deviceId,
        devEui.orElseThrow(),
        joinEui,
        activation.orElseThrow(),
        new DeviceProfile(
            deviceId,
            version.orElseThrow(),
            plan.orElseThrow().id(),
            settings,
            revision,
            mac,
            deviceClass.orElse(DeviceClass.A),
            counterWidth),
        labels);
  }

  private static Optional<DeviceClass> deviceClass(String text) {
    return Arrays.stream(DeviceClass.values())
        .filter(known -> known.name().equalsIgnoreCase(text))
        .findFirst();
  }

  private CounterWidth counterWidth(Optional<LorawanVersion> version) {
    boolean wide = fields.flag(SUPPORTS_32_BIT_F_CNT).orElse(true);
    if (!wide && version.filter(LorawanVersion::splitsKeys).isPresent()) {
      fields.error(SUPPORTS_32_BIT_F_CNT, "false: expected true, LoRaWAN 1.1 counts 32 bits");
    }
    return wide ? CounterWidth.BITS_32 : CounterWidth.BITS_16;
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

  /**
   * @param split whether the device has the keys of LoRaWAN 1.1
   */
  private Optional<Activation> activation(boolean split) {
    var kind =
        fields.parsed(
            "activation",
            OTAA + " or " + ABP,
            text -> text.equals(OTAA) || text.equals(ABP) ? Optional.of(text) : Optional.empty());
    if (split) {
      fields.refuse("nwk_s_key", "is a key of 1.0.x; LoRaWAN 1.1 has " + NETWORK_KEYS_11);
    } else {
      for (var field : NETWORK_KEYS_11) {
        fields.refuse(field, ONLY_11);
      }
      fields.refuse(
          "nwk_key", ONLY_11 + "; a 1.1 device that works as 1.0.x has it as its app_key");
    }
    return kind.orElse(OTAA).equals(ABP) ? abp(split) : otaa(split);
  }

  private Optional<Activation> otaa(boolean split) {
    fields.require("app_key");
    if (!fields.has("app_eui")) {
      fields.require("join_eui");
    }
    for (var field : List.of("dev_addr", split ? "f_nwk_s_int_key" : "nwk_s_key", "app_s_key")) {
      fields.refuse(field, BELONGS_TO_ABP);
    }
    var appKey = key("app_key");
    if (!split) {
      return appKey.map(Otaa::with);
    }
    fields.require("nwk_key");
    for (var field : NETWORK_KEYS_11.subList(1, NETWORK_KEYS_11.size())) {
      fields.refuse(field, BELONGS_TO_ABP);
    }
    var nwkKey = key("nwk_key");
    return appKey.isPresent() && nwkKey.isPresent()
        ? Optional.of(new Otaa(appKey.get(), nwkKey))
        : Optional.empty();
  }

  private Optional<Activation> abp(boolean split) {
    var first = split ? "f_nwk_s_int_key" : "nwk_s_key";
    fields.require("dev_addr", first, "app_s_key");
    fields.refuse("app_key", BELONGS_TO_OTAA);
    var devAddr =
        fields.parsed("dev_addr", "8 hex digits", text -> Optional.of(DevAddr.parse(text)));
    var nwkSKey = key(first);
    var appSKey = key("app_s_key");
    var keys11 = split ? keys11() : Optional.<NetworkKeys11>empty();
    return devAddr.isPresent()
            && nwkSKey.isPresent()
            && appSKey.isPresent()
            && keys11.isPresent() == split
        ? Optional.of(new Abp(devAddr.get(), nwkSKey.get(), appSKey.get(), keys11))
        : Optional.empty();
  }

  private Optional<NetworkKeys11> keys11() {
    fields.refuse("nwk_key", BELONGS_TO_OTAA);
    fields.require("s_nwk_s_int_key", "nwk_s_enc_key");
    var serving = key("s_nwk_s_int_key");
    var encryption = key("nwk_s_enc_key");
    return serving.isPresent() && encryption.isPresent()
        ? Optional.of(new NetworkKeys11(serving.get(), encryption.get()))
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
