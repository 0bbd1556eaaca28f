package io.lorikeet.httpapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.Directory.Kind;
import io.lorikeet.actors.gateway.GatewayStatus;
import io.lorikeet.protocol.id.GatewayEui;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GatewayApiTest extends ApiFixture {

  private ApiClient.Answer create(String id, String eui) {
    return admin.post(
        "/gateways",
        """
        {"gateway_id": "%s", "gateway_eui": "%s", "frequency_plan": "eu868",
         "location": {"latitude": 48.137, "longitude": 11.575, "altitude": 519},
         "antenna_gain": 2.15, "description": "on the roof"}"""
            .formatted(id, eui));
  }

  @Test
  void gatewayIsRegisteredAndFound() {
    var created = create("roof-1", "B8:27:EB:FF:FE:00:00:01");

    assertThat(created.status()).isEqualTo(201);
    var gateway = admin.get("/gateways/roof-1").json();
    assertThat(gateway.get("gateway_eui").textValue()).isEqualTo("b827ebfffe000001");
    assertThat(gateway.get("frequency_plan").textValue()).isEqualTo("EU_863_870");
    assertThat(gateway.get("antenna_gain").doubleValue()).isEqualTo(2.15);
    assertThat(gateway.at("/location/altitude").intValue()).isEqualTo(519);
    assertThat(gateway.at("/status/connected").booleanValue()).isFalse();
    assertThat(gateway.get("status").has("last_seen")).isFalse();
  }

  @Test
  void gatewayThatNobodyNamedMayKeepItsName() {
    assertThat(create("eui-b827ebfffe000002", "b827ebfffe000002").status()).isEqualTo(201);
    assertThat(admin.get("/gateways/eui-b827ebfffe000002").status()).isEqualTo(200);
  }

  @Test
  void statusTellsHowItFares() {
    create("roof-3", "b827ebfffe000003");
    network.statuses.put(
        GatewayEui.parse("b827ebfffe000003"),
        new GatewayStatus(
            true,
            "semtech-udp",
            "192.0.2.7:33456",
            Optional.of(NOON),
            OptionalLong.of(47),
            Map.of("868.0-868.6", 0.25),
            new GatewayStatus.Counters(1, 2, 3, 4, 5, 6)));

    var status = admin.get("/gateways/roof-3").json().get("status");

    assertThat(status.get("connected").booleanValue()).isTrue();
    assertThat(status.get("remote_address").textValue()).isEqualTo("192.0.2.7:33456");
    assertThat(status.get("last_seen").textValue()).isEqualTo("2024-05-01T12:00:00Z");
    assertThat(status.get("round_trip_ms").longValue()).isEqualTo(47);
    assertThat(status.at("/duty_cycle_use/868.0-868.6").doubleValue()).isEqualTo(0.25);
    assertThat(status.at("/counters/downlinks_refused").longValue()).isEqualTo(6);
  }

  @Test
  void neitherNameNorEuiIsGivenTwice() {
    create("roof-4", "b827ebfffe000004");

    assertThat(create("roof-4", "b827ebfffe000044").status()).isEqualTo(409);
    assertThat(create("roof-44", "b827ebfffe000004").status()).isEqualTo(409);
    assertThat(network.names(Kind.GATEWAY)).doesNotContain("roof-44");
  }

  @Test
  void patchChangesOnlyWhatItNames() {
    create("roof-5", "b827ebfffe000005");

    var changed = admin.patch("/gateways/roof-5", "{\"location\": {\"altitude\": 520.4}}").json();

    assertThat(changed.at("/location/altitude").intValue()).isEqualTo(520);
    assertThat(changed.at("/location/latitude").doubleValue()).isEqualTo(48.137);
    assertThat(changed.get("description").textValue()).isEqualTo("on the roof");
    assertThat(admin.patch("/gateways/roof-5", "{\"location\": null}").json().has("location"))
        .isFalse();
  }

  @Test
  void nameAndEuiCannotChange() {
    create("roof-6", "b827ebfffe000006");

    var refused =
        admin.patch(
            "/gateways/roof-6",
            "{\"gateway_id\": \"roof-66\", \"gateway_eui\": \"b827ebfffe000066\"}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("errors").findValuesAsText("field"))
        .containsExactly("gateway_id", "gateway_eui");
  }

  @Test
  void gatewayIsDeletedWithItsName() {
    create("roof-7", "b827ebfffe000007");

    assertThat(admin.delete("/gateways/roof-7").status()).isEqualTo(204);

    assertThat(admin.get("/gateways/roof-7").status()).isEqualTo(404);
    assertThat(admin.delete("/gateways/roof-7").status()).isEqualTo(404);
    assertThat(network.names(Kind.GATEWAY)).doesNotContain("roof-7");
    assertThat(create("roof-8", "b827ebfffe000007").status()).isEqualTo(201);
  }

  @Test
  void listIsPaged() {
    create("page-1", "b827ebfffe000011");
    create("page-2", "b827ebfffe000012");
    create("page-3", "b827ebfffe000013");

    var page = admin.get("/gateways?limit=2&cursor=page").json();

    assertThat(page.get("gateways").findValuesAsText("gateway_id"))
        .containsExactly("page-1", "page-2");
    assertThat(page.get("next_cursor").textValue()).isEqualTo("page-2");
  }

  @Test
  void everyFieldThatIsNotValidIsNamed() {
    var refused =
        admin.post(
            "/gateways",
            """
            {"gateway_id": "Roof", "gateway_eui": "b827", "frequency_plan": "XX915",
             "location": {"latitude": 91, "altitude": "high", "floor": 3}, "antenna_gain": 99,
             "owner": "me"}""");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder(
            "gateway_id",
            "gateway_eui",
            "frequency_plan",
            "location.latitude",
            "location.longitude",
            "location.altitude",
            "location.floor",
            "antenna_gain",
            "owner");
    assertThat(refused.body())
        .contains(
            "\\\"XX915\\\": expected the name of a frequency plan",
            "91: expected a number from -90");
  }
}
