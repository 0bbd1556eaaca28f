package io.lorikeet.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceCommandTest {

  private static final String OTAA =
      "device create farm pump --otaa --dev-eui 70B3D57ED0000001 --join-eui 0000000000000001";
  private static final String KEY = "000102030405060708090a0b0c0d0e0f";

  private final FakeApi api = new FakeApi();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aMissingAppKeyIsGeneratedAndShown() {
    api.when("POST /applications/farm/devices", 201, "{'dev_id':'pump'}");

    var result = Shell.run(api, OTAA);

    var body = api.request().json();
    var key = body.path("app_key").asText();
    assertThat(key).matches("[0-9a-f]{32}");
    assertThat(result.out()).contains("Created device farm/pump.", "app_key  " + key);
    assertThat(body.path("activation").asText()).isEqualTo("otaa");
    assertThat(body.path("lorawan_version").asText()).isEqualTo("1.0.3");
  }

  @Test
  void aGivenAppKeyIsNotShown() {
    api.when("POST /applications/farm/devices", 201, "{'dev_id':'pump','app_key':'" + KEY + "'}");

    var result = Shell.run(api, OTAA + " --json --app-key " + KEY);

    assertThat(api.request().json().path("app_key").asText()).isEqualTo(KEY);
    assertThat(result.out()).contains("pump").doesNotContain(KEY);
  }

  @Test
  void jsonHoldsTheGeneratedKeyToo() {
    api.when("POST /applications/farm/devices", 201, "{'dev_id':'pump'}");

    var result = Shell.run(api, OTAA + " --json");

    assertThat(result.out()).contains(api.request().json().path("app_key").asText());
  }

  @Test
  void anAbpDeviceGetsBothSessionKeys() {
    api.when("POST /applications/farm/devices", 201, "{'dev_id':'pump'}");

    Shell.run(api, "device create farm pump --abp --dev-eui 70b3d57ed0000001 --dev-addr 26011bda");

    var body = api.request().json();
    assertThat(body.path("activation").asText()).isEqualTo("abp");
    assertThat(body.path("nwk_s_key").asText())
        .matches("[0-9a-f]{32}")
        .isNotEqualTo(body.path("app_s_key").asText());
    assertThat(body.has("app_key")).isFalse();
  }

  @Test
  void aDeviceOf11GetsAllItsKeys() {
    api.when("POST /applications/farm/devices", 201, "{'dev_id':'pump'}");
    Shell.run(api, OTAA + " --lorawan-version 1.1");
    var otaa = api.request().json();
    assertThat(otaa.path("nwk_key").asText())
        .matches("[0-9a-f]{32}")
        .isNotEqualTo(otaa.path("app_key").asText());

    Shell.run(
        api,
        "device create farm pump --abp --dev-eui 70b3d57ed0000001 --dev-addr 26011bda"
            + " --lorawan-version 1.1.0 --nwk-s-enc-key "
            + KEY);
    var abp = api.requests().get(api.requests().size() - 1).json();
    assertThat(abp.path("f_nwk_s_int_key").asText()).matches("[0-9a-f]{32}");
    assertThat(abp.path("s_nwk_s_int_key").asText()).matches("[0-9a-f]{32}");
    assertThat(abp.path("nwk_s_enc_key").asText()).isEqualTo(KEY);
    assertThat(abp.has("nwk_s_key")).isFalse();
  }

  @Test
  void whatAnActivationNeedsIsAskedForBeforeTheApiIs() {
    var result = Shell.run(api, "device create farm pump --abp --dev-eui 70b3d57ed0000001");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--dev-addr");
    assertThat(api.requests()).isEmpty();
  }

  @Test
  void bothActivationsAtOnceAreWrongUsage() {
    assertThat(Shell.run(api, OTAA + " --abp").code()).isEqualTo(2);
  }

  @Test
  void listShowsTheSessionAndNoKeys() {
    api.when(
        "GET /applications/farm/devices",
        200,
        "{'devices':[{'dev_id':'pump','dev_eui':'e','activation':'otaa','app_key':'"
            + KEY
            + "','session':{'dev_addr':'26011bda','f_cnt_up':7,'nwk_s_key':'"
            + KEY
            + "'}}]}");

    assertThat(Shell.run(api, "device list farm").out()).contains("26011bda  7");
    assertThat(Shell.run(api, "device list farm --json").out()).doesNotContain(KEY);
  }

  @Test
  void showHasKeysOnlyOnDemand() {
    api.when(
        "GET /applications/farm/devices/pump",
        200,
        "{'dev_id':'pump','app_key':'" + KEY + "','session':{'dev_addr':'26011bda'}}");

    assertThat(Shell.run(api, "device show farm pump").out())
        .contains("session.dev_addr  26011bda")
        .doesNotContain(KEY);
    assertThat(Shell.run(api, "device show farm pump --keys").out()).contains(KEY);
  }

  @Test
  void updateSendsWhatWasGivenAndNothingElse() {
    api.when("PATCH /applications/farm/devices/pump", 200, "{'dev_id':'pump'}");

    var result = Shell.run(api, "device update farm pump --rx1-delay 5 --attribute floor=3");

    assertThat(result.code()).isZero();
    assertThat(api.request().body())
        .isEqualTo("{\"rx1_delay\":5,\"attributes\":{\"floor\":\"3\"}}");
  }

  @Test
  void updateWithoutAChangeIsWrongUsage() {
    assertThat(Shell.run(api, "device update farm pump").code()).isEqualTo(2);
  }

  @Test
  void deleteNamesTheDevice() {
    api.when("DELETE /applications/farm/devices/pump", 204, "");

    assertThat(Shell.run(api, "device delete farm pump").out()).contains("farm/pump");
  }
}
