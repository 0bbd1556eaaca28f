package io.lorikeet.httpapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.networkserver.MacDetails;
import io.lorikeet.actors.networkserver.SessionDetails;
import io.lorikeet.actors.networkserver.adr.AdrDecision;
import io.lorikeet.actors.networkserver.adr.LinkSettings;
import io.lorikeet.actors.networkserver.mac.Ask;
import io.lorikeet.actors.networkserver.mac.DeviceStatus;
import io.lorikeet.actors.networkserver.mac.LinkMemory;
import io.lorikeet.actors.networkserver.mac.LinkMemory.Pause;
import io.lorikeet.actors.networkserver.mac.MacParameters;
import io.lorikeet.actors.networkserver.mac.MacParameters.Backoff;
import io.lorikeet.actors.networkserver.mac.MacParameters.ClassB;
import io.lorikeet.actors.networkserver.mac.MacParameters.DeviceChannel;
import io.lorikeet.actors.networkserver.mac.MacParameters.Sending;
import io.lorikeet.actors.networkserver.mac.MacParameters.Windows;
import io.lorikeet.actors.networkserver.mac.MacState;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.key.Aes128Key;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DeviceMacApiTest extends ApiFixture {

  private static final String KEY = "000102030405060708090a0b0c0d0e0f";

  @BeforeAll
  void createApplication() {
    createApplication("weather");
  }

  private static String otaa(String devId, String devEui) {
    return """
        {"dev_id": "%s", "dev_eui": "%s", "join_eui": "70B3D57ED0000001", "app_key": "%s",
         "lorawan_version": "1.0.3", "frequency_plan": "EU868"}"""
        .formatted(devId, devEui, KEY);
  }

  private ApiClient.Answer create(String body) {
    return admin.post("/applications/weather/devices", body);
  }

  private ApiClient.Answer get(String devId) {
    return admin.get("/applications/weather/devices/" + devId);
  }

  private ApiClient.Answer patch(String devId, String body) {
    return admin.patch("/applications/weather/devices/" + devId, body);
  }

  @Test
  void whatMacCommandsShallBringTheDeviceToIsKeptAndCanBeSetBack() {
    var body = otaa("mast-51", "0004a30b001c0551");
    var created =
        create(
            body.substring(0, body.length() - 1)
                + """
                , "adr": {"mode": "static", "margin": 10, "max_data_rate": 4, "data_rate": 3},
                "dev_status_period": 86400, "max_duty_cycle": 7, "beacon_frequency": 869525000,
                "ping_slot": {"frequency": 869525000, "data_rate": 3},
                "backoff": {"adr_limit_exponent": 7}, "factory_frequencies": [867100000]}""");

    assertThat(created.status()).isEqualTo(201);
    var device = get("mast-51").json();
    assertThat(device.at("/adr/mode").textValue()).isEqualTo("static");
    assertThat(device.at("/adr/margin").doubleValue()).isEqualTo(10);
    assertThat(device.at("/adr/max_data_rate").intValue()).isEqualTo(4);
    assertThat(device.at("/adr/data_rate").intValue()).isEqualTo(3);
    assertThat(device.get("dev_status_period").intValue()).isEqualTo(86400);
    assertThat(device.get("max_duty_cycle").intValue()).isEqualTo(7);
    assertThat(device.get("beacon_frequency").intValue()).isEqualTo(869525000);
    assertThat(device.at("/ping_slot/data_rate").intValue()).isEqualTo(3);
    assertThat(device.at("/backoff/adr_limit_exponent").intValue()).isEqualTo(7);
    assertThat(device.at("/factory_frequencies/0").intValue()).isEqualTo(867100000);

    var changed =
        patch(
            "mast-51", "{\"adr\": {\"mode\": \"off\", \"data_rate\": null}, \"ping_slot\": null}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().at("/adr/mode").textValue()).isEqualTo("off");
    assertThat(changed.json().at("/adr/margin").doubleValue()).isEqualTo(10);
    assertThat(changed.json().at("/adr/data_rate").isMissingNode()).isTrue();
    assertThat(changed.json().has("ping_slot")).isFalse();
    assertThat(patch("mast-51", "{\"adr\": null}").json().at("/adr/mode").textValue())
        .isEqualTo("dynamic");
  }

  @Test
  void wrongMacSettingsAreNamed() {
    var body = otaa("mast-52", "0004a30b001c0552");

    var refused =
        create(
            body.substring(0, body.length() - 1)
                + """
                , "adr": {"mode": "sometimes", "min_data_rate": 4, "max_data_rate": 3},
                "dev_status_period": -1, "ping_slot": {"frequency": 869525000},
                "factory_frequencies": [1.5]}""");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("errors").findValuesAsText("field"))
        .contains(
            "adr.mode",
            "adr.max_data_rate",
            "dev_status_period",
            "ping_slot.data_rate",
            "factory_frequencies");
  }

  @Test
  void negotiationWithTheDeviceIsShown() {
    create(otaa("mast-53", "0004a30b001c0553"));
    var uses =
        new MacParameters(
            new LinkSettings(5, 2, 1),
            new TreeSet<>(Set.of(0)),
            new TreeMap<>(Map.of(0, new DeviceChannel(868_100_000, 0, 5, 869_525_000))),
            new Windows(1, 0, 0, 869_525_000),
            new Sending(0, false, false, 5),
            new ClassB(4, 0, 3, 0),
            Backoff.DEFAULT);
    var state =
        new MacState(
            uses,
            List.of(
                new Ask(Payload.ofHex("0503d2ad84"), Ask.Outcome.REFUSED, 1, 0, 0, "frequency"),
                new Ask(Payload.ofHex("0805"), Ask.Outcome.GIVEN_UP, 3, 1, 70, "")),
            new LinkMemory(
                new TreeSet<>(Set.of(4)),
                new TreeSet<>(),
                new Pause(0, 0),
                new Pause(0, 0),
                Optional.of(
                    new AdrDecision(
                        new LinkSettings(5, 2, 1), AdrDecision.Reason.FASTER, 7.5, 20, 0))),
            Optional.of(new DeviceStatus(254, -5, NOON)),
            Optional.empty(),
            0,
            0);
    network.sessions.put(
        DevEui.parse("0004a30b001c0553"),
        new SessionDetails(
            DevAddr.parse("26011f53"),
            OptionalLong.empty(),
            0,
            NOON,
            Optional.empty(),
            Aes128Key.parse(KEY),
            Optional.empty(),
            Optional.of(new MacDetails(state, uses))));

    var mac = get("mast-53").json().get("mac_state");

    assertThat(mac.at("/current/rx1_delay").intValue()).isEqualTo(1);
    assertThat(mac.at("/current/channels/0/downlink_frequency").intValue()).isEqualTo(869525000);
    assertThat(mac.at("/desired/data_rate").intValue()).isEqualTo(5);
    assertThat(mac.at("/requests/0/command").textValue()).isEqualTo("RXParamSetupReq");
    assertThat(mac.at("/requests/0/state").textValue()).isEqualTo("refused");
    assertThat(mac.at("/requests/0/reason").textValue()).isEqualTo("frequency");
    assertThat(mac.at("/requests/1/state").textValue()).isEqualTo("given_up");
    assertThat(mac.at("/requests/1/tries").intValue()).isEqualTo(3);
    assertThat(mac.at("/requests/1/reason").textValue()).isEqualTo("not answered");
    assertThat(mac.at("/refused_data_rates/0").intValue()).isEqualTo(4);
    assertThat(mac.at("/status/battery").intValue()).isEqualTo(254);
    assertThat(mac.at("/adr/reason").textValue()).isEqualTo("faster");
  }
}
