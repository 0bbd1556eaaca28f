package io.lorikeet.httpapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.handler.EndDeviceCommand.Session;
import io.lorikeet.actors.networkserver.SessionDetails;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.key.Aes128Key;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DeviceApiTest extends ApiFixture {

  private static final String APP_KEY = "000102030405060708090a0b0c0d0e0f";
  private static final String NWK_S_KEY = "101112131415161718191a1b1c1d1e1f";
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
            Aes128Key.parse(NWK_S_KEY)));

    var device = get("mast-3").json();

    assertThat(device.get("last_seen").textValue()).isEqualTo("2024-05-01T12:01:00Z");
    var session = device.get("session");
    assertThat(session.get("dev_addr").textValue()).isEqualTo("26011f2b");
    assertThat(session.get("f_cnt_up").longValue()).isEqualTo(41);
    assertThat(session.get("f_cnt_down").longValue()).isEqualTo(7);
    assertThat(session.get("nwk_s_key").textValue()).isEqualTo(NWK_S_KEY);
    assertThat(session.get("app_s_key").textValue()).isEqualTo(APP_S_KEY);
  }
}
