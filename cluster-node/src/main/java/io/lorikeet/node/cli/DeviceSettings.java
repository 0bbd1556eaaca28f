package io.lorikeet.node.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What can be said of a device when it is created, and changed later. */
final class DeviceSettings {

  @Option(names = "--join-eui", paramLabel = "HEX", description = "JoinEUI (AppEUI), 16 digits.")
  Optional<String> joinEui;

  @Option(names = "--app-key", paramLabel = "HEX", description = "AppKey, 32 digits.")
  Optional<String> appKey;

  @Option(
      names = "--nwk-key",
      paramLabel = "HEX",
      description = "NwkKey of LoRaWAN 1.1, 32 digits.")
  Optional<String> nwkKey;

  @Option(names = "--dev-addr", paramLabel = "HEX", description = "DevAddr, 8 digits.")
  Optional<String> devAddr;

  @Option(names = "--nwk-s-key", paramLabel = "HEX", description = "NwkSKey, 32 digits.")
  Optional<String> nwkSKey;

  @Option(
      names = "--f-nwk-s-int-key",
      paramLabel = "HEX",
      description = "FNwkSIntKey of LoRaWAN 1.1, 32 digits.")
  Optional<String> fNwkSIntKey;

  @Option(
      names = "--s-nwk-s-int-key",
      paramLabel = "HEX",
      description = "SNwkSIntKey of LoRaWAN 1.1, 32 digits.")
  Optional<String> sNwkSIntKey;

  @Option(
      names = "--nwk-s-enc-key",
      paramLabel = "HEX",
      description = "NwkSEncKey of LoRaWAN 1.1, 32 digits.")
  Optional<String> nwkSEncKey;

  @Option(names = "--app-s-key", paramLabel = "HEX", description = "AppSKey, 32 digits.")
  Optional<String> appSKey;

  @Option(
      names = "--lorawan-version",
      paramLabel = "VERSION",
      description = "1.0.0 to 1.0.4 or 1.1 (a new device: 1.0.3).")
  Optional<String> lorawanVersion;

  @Option(
      names = "--frequency-plan",
      paramLabel = "PLAN",
      description = "Where it sends (a new device: EU_863_870).")
  Optional<String> frequencyPlan;

  @Option(
      names = "--regional-parameters",
      paramLabel = "TEXT",
      description = "Their version, for people to know.")
  Optional<String> regionalParameters;

  @Option(names = "--rx1-delay", paramLabel = "SECONDS", description = "From uplink to RX1.")
  Optional<Integer> rx1Delay;

  @Option(
      names = "--rx1-dr-offset",
      paramLabel = "N",
      description = "How many data rates RX1 is below the uplink.")
  Optional<Integer> rx1DrOffset;

  @Option(names = "--rx2-data-rate", paramLabel = "N", description = "Data rate of RX2.")
  Optional<Integer> rx2DataRate;

  @Option(names = "--rx2-frequency", paramLabel = "HZ", description = "Frequency of RX2.")
  Optional<Long> rx2Frequency;

  @Option(names = "--name", paramLabel = "TEXT", description = "What people call it.")
  Optional<String> name;

  @Option(names = "--description", paramLabel = "TEXT", description = "What or where it is.")
  Optional<String> description;

  @Option(
      names = "--attribute",
      paramLabel = "NAME=TEXT",
      description = "Something of your own; may be repeated.")
  Map<String, String> attributes = Map.of();

  /** Writes what was given, as the API names it. */
  void writeTo(ObjectNode body) {
    text(body, "join_eui", joinEui);
    text(body, "app_key", appKey);
    text(body, "nwk_key", nwkKey);
    text(body, "dev_addr", devAddr);
    text(body, "nwk_s_key", nwkSKey);
    text(body, "f_nwk_s_int_key", fNwkSIntKey);
    text(body, "s_nwk_s_int_key", sNwkSIntKey);
    text(body, "nwk_s_enc_key", nwkSEncKey);
    text(body, "app_s_key", appSKey);
    text(body, "lorawan_version", lorawanVersion);
    text(body, "frequency_plan", frequencyPlan);
    text(body, "regional_parameters", regionalParameters);
    rx1Delay.ifPresent(value -> body.put("rx1_delay", value));
    rx1DrOffset.ifPresent(value -> body.put("rx1_dr_offset", value));
    rx2DataRate.ifPresent(value -> body.put("rx2_data_rate", value));
    rx2Frequency.ifPresent(value -> body.put("rx2_frequency", value));
    text(body, "name", name);
    text(body, "description", description);
    if (!attributes.isEmpty()) {
      attributes.forEach(body.putObject("attributes")::put);
    }
  }

  private static void text(ObjectNode body, String field, Optional<String> value) {
    value.ifPresent(text -> body.put(field, text));
  }
}
