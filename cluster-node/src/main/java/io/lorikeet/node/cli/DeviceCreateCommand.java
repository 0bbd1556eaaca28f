package io.lorikeet.node.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorikeet device create}. */
@Command(
    name = "create",
    description = {
      "Registers a device.",
      "OTAA needs --join-eui and takes --app-key; ABP needs --dev-addr and takes --nwk-s-key and"
          + " --app-s-key. With --lorawan-version 1.1, OTAA takes --nwk-key too, and ABP the three"
          + " network keys of 1.1 for --nwk-s-key. Keys that are not given are generated and"
          + " printed."
    })
final class DeviceCreateCommand implements Callable<Integer> {

  /** One of the two. */
  static final class Activation {

    @Option(names = "--otaa", required = true, description = "It joins over the air (the default).")
    boolean otaa;

    @Option(names = "--abp", required = true, description = "It has its session built in.")
    boolean abp;
  }

  @Mixin DeviceArgument device;

  @ArgGroup(exclusive = true, multiplicity = "0..1")
  Activation activation = new Activation();

  @Option(
      names = "--dev-eui",
      paramLabel = "HEX",
      required = true,
      description = "DevEUI, 16 digits.")
  String devEui;

  @Mixin DeviceSettings settings;
  @Mixin ApiOptions api;

  private final DeviceKeys keys = new DeviceKeys(new SecureRandom());

  @Override
  public Integer call() {
    var body = ApiClient.object();
    body.put("dev_id", device.id).put("dev_eui", devEui);
    body.put("lorawan_version", "1.0.3").put("frequency_plan", "EU_863_870");
    settings.writeTo(body);
    if (activation.abp) {
      abp(body);
    } else {
      otaa(body);
    }
    var created =
        api.client().post(ApiPath.of("applications", device.applicationId, "devices"), body);
    print(DeviceKeys.hide((ObjectNode) created));
    return ExitCode.OK;
  }

  private void otaa(ObjectNode body) {
    if (settings.joinEui.isEmpty()) {
      throw api.wrong("A device that joins over the air needs --join-eui (or say --abp).");
    }
    body.put("activation", "otaa");
    body.put("app_key", keys.orNew("app_key", settings.appKey));
    if (splitsKeys()) {
      body.put("nwk_key", keys.orNew("nwk_key", settings.nwkKey));
    }
  }

  private void abp(ObjectNode body) {
    if (settings.devAddr.isEmpty()) {
      throw api.wrong("A device with --abp needs --dev-addr.");
    }
    body.put("activation", "abp");
    if (splitsKeys()) {
      body.put("f_nwk_s_int_key", keys.orNew("f_nwk_s_int_key", settings.fNwkSIntKey));
      body.put("s_nwk_s_int_key", keys.orNew("s_nwk_s_int_key", settings.sNwkSIntKey));
      body.put("nwk_s_enc_key", keys.orNew("nwk_s_enc_key", settings.nwkSEncKey));
    } else {
      body.put("nwk_s_key", keys.orNew("nwk_s_key", settings.nwkSKey));
    }
    body.put("app_s_key", keys.orNew("app_s_key", settings.appSKey));
  }

  /** Whether the device has the keys of LoRaWAN 1.1. */
  private boolean splitsKeys() {
    return settings.lorawanVersion.filter(version -> version.startsWith("1.1")).isPresent();
  }

  private void print(ObjectNode created) {
    keys.generated().forEach(created::put);
    if (api.json) {
      api.output().thing(created);
      return;
    }
    api.output().line("Created device " + device + ".");
    if (!keys.generated().isEmpty()) {
      api.output().line("Its keys were generated; put them into the device:");
      keys.generated().forEach((name, key) -> api.output().line("  " + name + "  " + key));
    }
  }
}
