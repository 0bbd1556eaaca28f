package io.lorikeet.httpapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.lorikeet.actors.Directory;
import io.lorikeet.actors.handler.EndDeviceCommand.Session;
import io.lorikeet.actors.networkserver.NetworkKeys11;
import io.lorikeet.actors.networkserver.Session11;
import io.lorikeet.actors.networkserver.SessionDetails;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.key.Aes128Key;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DeviceApiTest extends ApiFixture {

  private static final String APP_KEY = "000102030405060708090a0b0c0d0e0f";
  private static final String NWK_S_KEY = "101112131415161718191a1b1c1d1e1f";
  private static final String NWK_KEY = "303132333435363738393a3b3c3d3e3f";
  private static final String APP_S_KEY = "202122232425262728292a2b2c2d2e2f";

  @BeforeAll
  void createApplication() {
    createApplication("weather");
  }

  private static String otaa(String devId, String devEui) {
    return """
        {"dev_id": "%s", "dev_eui": "%s", "join_eui": "70B3D57ED0000001", "app_key": "%s",
         "lorawan_version": "1.0.3", "frequency_plan": "EU868"}"""
        .formatted(devId, devEui, APP_KEY);
  }

  private static String abp(String devId, String devEui) {
    return """
        {"dev_id": "%s", "dev_eui": "%s", "activation": "abp", "dev_addr": "26:01:1F:2A",
         "nwk_s_key": "%s", "app_s_key": "%s", "lorawan_version": "1.0.2",
         "frequency_plan": "EU_863_870"}"""
        .formatted(devId, devEui, NWK_S_KEY, APP_S_KEY);
  }

  private ApiClient.Answer create(String body) {
    return admin.post("/applications/weather/devices", body);
  }

  private ApiClient.Answer get(String devId) {
    return admin.get("/applications/weather/devices/" + devId);
  }

  @Test
  void otaaDeviceIsRegisteredWithTheDefaultsOfItsPlan() {
    var created = create(otaa("mast-1", "00-04-A3-0B-00-1C-05-30"));

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).contains("/api/v1/applications/weather/devices/mast-1");
    var device = get("mast-1").json();
    assertThat(device.get("dev_eui").textValue()).isEqualTo("0004a30b001c0530");
    assertThat(device.get("join_eui").textValue()).isEqualTo("70b3d57ed0000001");
    assertThat(device.get("frequency_plan").textValue()).isEqualTo("EU_863_870");
    assertThat(device.get("rx2_frequency").longValue()).isEqualTo(869525000);
    assertThat(device.get("class").textValue()).isEqualTo("A");
    assertThat(device.get("supports_32_bit_f_cnt").booleanValue()).isTrue();
    assertThat(device.get("app_key").textValue()).isEqualTo(APP_KEY);
    assertThat(device.has("session")).isFalse();
  }

  @Test
  void abpDeviceIsRegisteredWithItsSession() {
    assertThat(create(abp("mast-2", "0004a30b001c0531")).status()).isEqualTo(201);

    var device = get("mast-2").json();
    assertThat(device.get("activation").textValue()).isEqualTo("abp");
    assertThat(device.get("dev_addr").textValue()).isEqualTo("26011f2a");
    assertThat(device.get("nwk_s_key").textValue()).isEqualTo(NWK_S_KEY);
  }

  @Test
  void sessionShowsBothSides() {
    create(otaa("mast-3", "0004a30b001c0532"));
    network.fakeDevice("weather", "mast-3").session =
        Optional.of(new Session(DevAddr.parse("26011f2b"), Aes128Key.parse(APP_S_KEY), NOON));
    network.sessions.put(
        DevEui.parse("0004a30b001c0532"),
        new SessionDetails(
            DevAddr.parse("26011f2b"),
            OptionalLong.of(41),
            7,
            NOON,
            Optional.of(NOON.plusSeconds(60)),
            Aes128Key.parse(NWK_S_KEY),
            Optional.empty(),
            Optional.empty()));

    var device = get("mast-3").json();

    assertThat(device.get("last_seen").textValue()).isEqualTo("2024-05-01T12:01:00Z");
    var session = device.get("session");
    assertThat(session.get("dev_addr").textValue()).isEqualTo("26011f2b");
    assertThat(session.get("f_cnt_up").longValue()).isEqualTo(41);
    assertThat(session.get("f_cnt_down").longValue()).isEqualTo(7);
    assertThat(session.get("nwk_s_key").textValue()).isEqualTo(NWK_S_KEY);
    assertThat(session.get("app_s_key").textValue()).isEqualTo(APP_S_KEY);
  }

  @Test
  void keysAreShownWithTheRightOnly() {
    create(abp("mast-4", "0004a30b001c0533"));
    network.fakeDevice("weather", "mast-4").session =
        Optional.of(new Session(DevAddr.parse("26011f2a"), Aes128Key.parse(APP_S_KEY), NOON));
    var path = "/applications/weather/devices";

    for (var devices : new String[] {path, path + "/mast-4"}) {
      assertThat(keyOf("weather", "devices").get(devices).body())
          .contains("mast-4")
          .doesNotContain("_key", APP_S_KEY, NWK_S_KEY, APP_KEY);
      assertThat(keyOf("weather", "devices", "devices:keys").get(devices).body())
          .contains(APP_S_KEY, NWK_S_KEY);
    }
    assertThat(keyOf("weather", "devices").post(path, otaa("mast-44", "0004a30b001c0544")).body())
        .doesNotContain(APP_KEY);
  }

  @Test
  void settingsAndLabelsAreKept() {
    var body = otaa("mast-5", "0004a30b001c0534");

    var created =
        create(
            body.substring(0, body.length() - 1)
                + """
                , "class": "A", "regional_parameters": "RP001-1.0.3-A", "rx1_delay": 5,
                "rx1_dr_offset": 2, "rx2_data_rate": 3, "rx2_frequency": 868100000,
                "name": "Mast", "description": "On the hill", "attributes": {"floor": "3"}}""");

    assertThat(created.status()).isEqualTo(201);
    var device = get("mast-5").json();
    assertThat(device.get("rx1_delay").intValue()).isEqualTo(5);
    assertThat(device.get("rx2_data_rate").intValue()).isEqualTo(3);
    assertThat(device.get("regional_parameters").textValue()).isEqualTo("RP001-1.0.3-A");
    assertThat(device.get("attributes").toString()).isEqualTo("{\"floor\":\"3\"}");
  }

  @Test
  void deviceThatCounts16BitsIsSaidToAndMayBeSetBack() {
    var body = abp("mast-16", "0004a30b001c0d16");
    var created = create(with(body, "\"supports_32_bit_f_cnt\": false"));

    assertThat(created.status()).isEqualTo(201);
    assertThat(get("mast-16").json().get("supports_32_bit_f_cnt").booleanValue()).isFalse();
    var path = "/applications/weather/devices/mast-16";
    assertThat(admin.patch(path, "{\"name\": \"old\"}").json().get("supports_32_bit_f_cnt"))
        .isEqualTo(BooleanNode.FALSE);
    assertThat(
            admin
                .patch(path, "{\"supports_32_bit_f_cnt\": null}")
                .json()
                .get("supports_32_bit_f_cnt"))
        .isEqualTo(BooleanNode.TRUE);
  }

  @Test
  void deviceOf11CannotCount16Bits() {
    var body = otaa("mast-17", "0004a30b001c0d17").replace("1.0.3", "1.1.0");
    var refused =
        create(
            with(body, "\"nwk_key\": \"%s\", \"supports_32_bit_f_cnt\": false".formatted(NWK_KEY)));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("errors")).hasSize(1);
    assertThat(refused.json().at("/errors/0/field").textValue()).isEqualTo("supports_32_bit_f_cnt");
    assertThat(refused.json().at("/errors/0/detail").textValue()).contains("LoRaWAN 1.1");
  }

  private static String with(String body, String field) {
    return body.substring(0, body.length() - 1) + ", " + field + "}";
  }

  @Test
  void joinEuiMayBeCalledAppEui() {
    create(otaa("mast-6", "0004a30b001c0535").replace("join_eui", "app_eui"));

    assertThat(get("mast-6").json().get("join_eui").textValue()).isEqualTo("70b3d57ed0000001");
  }

  @Test
  void neitherNameNorDevEuiIsGivenTwice() {
    create(otaa("mast-7", "0004a30b001c0536"));

    assertThat(create(otaa("mast-7", "0004a30b001c0577")).status()).isEqualTo(409);
    var refused = create(otaa("mast-77", "0004a30b001c0536"));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").textValue()).contains("dev_eui");
  }

  @Test
  void deviceThatIsNotThereIsNotFound() {
    assertThat(get("nothing").status()).isEqualTo(404);
    assertThat(get("NOT_A_NAME").status()).isEqualTo(404);
    assertThat(admin.delete("/applications/weather/devices/nothing").status()).isEqualTo(404);
  }

  @Test
  void patchChangesOnlyWhatItNames() {
    var body = otaa("mast-8", "0004a30b001c0537");
    create(
        body.substring(0, body.length() - 1)
            + ", \"name\": \"Mast\", \"attributes\": {\"a\": \"1\", \"b\": \"2\"}}");

    var changed =
        patch("mast-8", "{\"rx1_delay\": 3, \"attributes\": {\"a\": null, \"c\": \"3\"}}");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().get("rx1_delay").intValue()).isEqualTo(3);
    assertThat(changed.json().get("name").textValue()).isEqualTo("Mast");
    assertThat(changed.json().get("app_key").textValue()).isEqualTo(APP_KEY);
    assertThat(changed.json().get("attributes").toString()).isEqualTo("{\"b\":\"2\",\"c\":\"3\"}");
  }

  private ApiClient.Answer patch(String devId, String body) {
    return admin.patch("/applications/weather/devices/" + devId, body);
  }

  @Test
  void patchCanTurnAnOtaaDeviceIntoAnAbpDevice() {
    create(otaa("mast-9", "0004a30b001c0538"));

    var changed =
        patch(
            "mast-9",
            "{\"activation\": \"abp\", \"dev_addr\": \"26011F30\", \"nwk_s_key\": \"%s\", "
                    .formatted(NWK_S_KEY)
                + "\"app_s_key\": \"%s\"}".formatted(APP_S_KEY));

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().get("dev_addr").textValue()).isEqualTo("26011f30");
    assertThat(changed.json().has("app_key")).isFalse();
  }

  @Test
  void identifiersCannotChange() {
    create(otaa("mast-10", "0004a30b001c0539"));

    var refused = patch("mast-10", "{\"dev_id\": \"mast-11\", \"dev_eui\": \"0004a30b001c0000\"}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("errors").findValuesAsText("field"))
        .containsExactly("dev_id", "dev_eui");
    assertThat(patch("mast-10", "{\"dev_eui\": \"00:04:A3:0B:00:1C:05:39\"}").status())
        .isEqualTo(200);
  }

  @Test
  void deviceIsDeletedWithItsName() {
    create(otaa("mast-12", "0004a30b001c0540"));

    assertThat(admin.delete("/applications/weather/devices/mast-12").status()).isEqualTo(204);

    assertThat(get("mast-12").status()).isEqualTo(404);
    assertThat(
            network
                .list(Directory.Kind.DEVICE, "weather", "mast-11", 1)
                .toCompletableFuture()
                .join())
        .extracting(Directory.Entry::name)
        .doesNotContain("mast-12");
    assertThat(create(otaa("mast-12", "0004a30b001c0540")).status()).isEqualTo(201);
  }

  @Test
  void changeIsPutOffWhileOneSideOfTheDeviceIsAway() {
    create(otaa("mast-13", "0004a30b001c0541"));
    network.fakeDevice("weather", "mast-13").halved = true;

    var refused = patch("mast-13", "{\"name\": \"x\"}");

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isPresent();
  }

  @Test
  void listIsPaged() {
    create(otaa("page-1", "0004a30b001c0551"));
    create(otaa("page-2", "0004a30b001c0552"));
    create(otaa("page-3", "0004a30b001c0553"));

    var page = admin.get("/applications/weather/devices?limit=2&cursor=page").json();

    assertThat(page.get("devices").findValuesAsText("dev_id")).containsExactly("page-1", "page-2");
    assertThat(page.get("next_cursor").textValue()).isEqualTo("page-2");
  }

  @Test
  void everyFieldThatIsNotValidIsNamedAndNoKeyIsRepeated() {
    var refused =
        create(
            """
            {"dev_id": "Mast", "dev_eui": 7, "app_key": "0001020304050607080900",
             "nwk_key": "%s", "nwk_s_key": "%s", "lorawan_version": "1.2",
             "frequency_plan": "XX915", "class": "D", "rx1_delay": 16, "rx2_frequency": 1.5,
             "attributes": {"a b": "1"}, "dev_euii": "x"}"""
                .formatted(APP_KEY, NWK_S_KEY));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder(
            "join_eui",
            "dev_id",
            "dev_eui",
            "app_key",
            "nwk_key",
            "nwk_s_key",
            "lorawan_version",
            "frequency_plan",
            "class",
            "rx1_delay",
            "rx2_frequency",
            "attributes",
            "dev_euii");
    assertThat(refused.body())
        .contains("\\\"1.2\\\": expected one of 1.0.0", "XX915", "EU_863_870", "A, B or C")
        .doesNotContain("00010203", NWK_S_KEY);
  }

  @Test
  void keysOfLorawan11AreRefusedOfADeviceOf10() {
    var body = abp("mast-14", "0004a30b001c0542").replace("nwk_s_key", "f_nwk_s_int_key");

    var refused = create(body);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("nwk_s_key", "f_nwk_s_int_key");
  }

  private static String abp11(String devId, String devEui) {
    return """
        {"dev_id": "%s", "dev_eui": "%s", "activation": "abp", "dev_addr": "26011F2A",
         "f_nwk_s_int_key": "%s", "s_nwk_s_int_key": "%s", "nwk_s_enc_key": "%s",
         "app_s_key": "%s", "lorawan_version": "1.1", "frequency_plan": "EU868"}"""
        .formatted(devId, devEui, NWK_S_KEY, APP_KEY, NWK_KEY, APP_S_KEY);
  }

  private static String otaa11(String devId, String devEui) {
    return otaa(devId, devEui)
        .replace("1.0.3", "1.1.0")
        .replace("\"app_key\"", "\"nwk_key\": \"%s\", \"app_key\"".formatted(NWK_KEY));
  }

  @Test
  void deviceOf11HasTwoRootKeys() {
    assertThat(create(otaa11("mast-15", "0004a30b001c0560")).status()).isEqualTo(201);

    var device = get("mast-15").json();

    assertThat(device.get("lorawan_version").textValue()).isEqualTo("1.1.0");
    assertThat(device.get("nwk_key").textValue()).isEqualTo(NWK_KEY);
    assertThat(device.get("app_key").textValue()).isEqualTo(APP_KEY);
    assertThat(
            create(otaa("mast-16", "0004a30b001c0561").replace("1.0.3", "1.1"))
                .json()
                .get("errors")
                .findValuesAsText("field"))
        .containsExactly("nwk_key");
  }

  @Test
  void sessionOf11HasThreeKeysForTheNetworkAndTwoCountersDown() {
    assertThat(create(abp11("mast-17", "0004a30b001c0562")).status()).isEqualTo(201);
    network.sessions.put(
        DevEui.parse("0004a30b001c0562"),
        new SessionDetails(
            DevAddr.parse("26011f2a"),
            OptionalLong.empty(),
            7,
            NOON,
            Optional.empty(),
            Aes128Key.parse(NWK_S_KEY),
            Optional.of(
                new Session11(
                    new NetworkKeys11(Aes128Key.parse(APP_KEY), Aes128Key.parse(NWK_KEY)),
                    3,
                    List.of(),
                    0)),
            Optional.empty()));

    var device = get("mast-17").json();

    for (var keys : List.of(device, device.get("session"))) {
      assertThat(keys.get("f_nwk_s_int_key").textValue()).isEqualTo(NWK_S_KEY);
      assertThat(keys.get("s_nwk_s_int_key").textValue()).isEqualTo(APP_KEY);
      assertThat(keys.get("nwk_s_enc_key").textValue()).isEqualTo(NWK_KEY);
      assertThat(keys.has("nwk_s_key")).isFalse();
    }
    assertThat(device.get("session").get("f_cnt_down").longValue()).isEqualTo(7);
    assertThat(device.get("session").get("a_f_cnt_down").longValue()).isEqualTo(3);
    assertThat(keyOf("weather", "devices").get("/applications/weather/devices/mast-17").body())
        .doesNotContain("_key");
  }

  @Test
  void patchCanMakeADeviceOneOf11AndBack() {
    create(otaa("mast-18", "0004a30b001c0563"));

    var changed =
        patch("mast-18", "{\"lorawan_version\": \"1.1\", \"nwk_key\": \"%s\"}".formatted(NWK_KEY));
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().get("nwk_key").textValue()).isEqualTo(NWK_KEY);

    var back = patch("mast-18", "{\"lorawan_version\": \"1.0.4\"}");
    assertThat(back.status()).isEqualTo(200);
    assertThat(back.json().has("nwk_key")).isFalse();
  }

  @Test
  void keysOfTheOtherActivationOrVersionAreRefused() {
    var abp =
        abp11("mast-19", "0004a30b001c0564")
            .replace(
                "\"app_s_key\"",
                "\"nwk_s_key\": \"%s\", \"nwk_key\": \"%s\", \"app_s_key\""
                    .formatted(NWK_S_KEY, NWK_KEY));
    assertThat(create(abp).json().get("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("nwk_s_key", "nwk_key");

    var otaa =
        otaa11("mast-19", "0004a30b001c0564")
            .replace("\"app_key\"", "\"nwk_s_enc_key\": \"%s\", \"app_key\"".formatted(NWK_S_KEY));
    assertThat(create(otaa).json().get("errors").findValuesAsText("field"))
        .containsExactly("nwk_s_enc_key");
  }
}
