package io.lorikeet.httpapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MulticastApiTest extends ApiFixture {

  private static final String GROUPS = "/applications/lamps/multicast-groups";
  private static final String STREET =
      """
      {"group_id": "street", "mc_addr": "01ffff01", "mc_nwk_s_key": "%s", "mc_app_s_key": "%s",
       "class": "C", "frequency_plan": "EU_863_870", "gateways": ["eui-0102030405060708"]}"""
          .formatted("01".repeat(16), "02".repeat(16));

  /** The network outlives a test. */
  @AfterEach
  void deleteTheGroup() {
    admin.delete(GROUPS + "/street");
  }

  @Test
  void aGroupIsCreatedChangedAndDeleted() {
    admin.post("/applications", "{\"app_id\": \"lamps\"}");

    var created = admin.post(GROUPS, STREET);

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().get("frequency").longValue()).isEqualTo(869_525_000);
    assertThat(created.json().get("data_rate").intValue()).isZero();
    assertThat(admin.post(GROUPS, STREET).status()).isEqualTo(409);
    var changed = admin.patch(GROUPS + "/street", "{\"data_rate\": 3, \"name\": \"Street\"}");
    assertThat(changed.json().get("data_rate").intValue()).isEqualTo(3);
    assertThat(changed.json().get("gateways").get(0).textValue()).isEqualTo("eui-0102030405060708");
    assertThat(admin.get(GROUPS).json().get("multicast_groups").findValuesAsText("group_id"))
        .containsExactly("street");
    assertThat(admin.delete(GROUPS + "/street").status()).isEqualTo(204);
    assertThat(admin.get(GROUPS + "/street").status()).isEqualTo(404);
  }

  @Test
  void anApplicationWithAGroupIsNotDeleted() {
    admin.post("/applications", "{\"app_id\": \"lamps\"}");
    admin.post(GROUPS, STREET);

    var refused = admin.delete("/applications/lamps");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").textValue()).contains("1 multicast group;");
    admin.delete(GROUPS + "/street");
    assertThat(admin.delete("/applications/lamps").status()).isEqualTo(204);
  }

  @Test
  void aDownlinkIsQueuedAndTheOutcomeOfEachGatewayIsShown() {
    admin.post("/applications", "{\"app_id\": \"lamps\"}");
    admin.post(GROUPS, STREET);

    var queued =
        admin.post(GROUPS + "/street/downlinks", "{\"port\": 3, \"payload_raw\": \"AQ==\"}");

    assertThat(queued.status()).isEqualTo(202);
    var sent = admin.get(GROUPS + "/street/downlinks").json().at("/sent/0");
    assertThat(sent.get("downlink_id")).isEqualTo(queued.json().get("downlink_id"));
    assertThat(sent.at("/gateways/0/outcome").textValue()).isEqualTo("accepted");
  }

  @Test
  void aTimeMoreThanAMonthAheadIsRefused() {
    admin.post("/applications", "{\"app_id\": \"lamps\"}");
    admin.post(GROUPS, STREET);

    var refused =
        admin.post(
            GROUPS + "/street/downlinks",
            """
            {"port": 3, "payload_raw": "AQ==", "absolute_time": "2029-05-01T11:00:00Z"}""");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().toString()).contains("at most 31 days ahead");
  }

  @Test
  void whatIsNotValidIsNamed() {
    admin.post("/applications", "{\"app_id\": \"lamps\"}");

    var refused =
        admin.post(
            GROUPS,
            STREET
                .replace("\"class\": \"C\"", "\"class\": \"A\", \"ping_periodicity\": 8")
                .replace("01ffff01", "1"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("class", "mc_addr", "ping_periodicity");
    var unknown = admin.post(GROUPS, STREET.replace("eui-0102030405060708", "nowhere"));
    assertThat(unknown.json().get("errors").findValuesAsText("field")).containsExactly("gateways");
    assertThat(admin.put(GROUPS + "/street/devices/none", "{}").status()).isEqualTo(404);
  }
}
