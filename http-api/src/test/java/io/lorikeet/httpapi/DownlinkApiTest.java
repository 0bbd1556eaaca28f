package io.lorikeet.httpapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.httpapi.ApiClient.Answer;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DownlinkApiTest extends ApiFixture {

  private static final String QUEUE = "/applications/valves/devices/valve-1/downlinks";

  @BeforeAll
  void createDevice() {
    createApplication("valves");
    admin.post(
        "/applications/valves/devices",
        """
        {"dev_id": "valve-1", "dev_eui": "0004a30b001c0a01", "join_eui": "0000000000000000",
         "app_key": "000102030405060708090a0b0c0d0e0f", "lorawan_version": "1.0.3",
         "frequency_plan": "EU868"}""");
  }

  @BeforeEach
  void emptyQueue() {
    admin.delete(QUEUE);
  }

  private Answer queue(String payload, String schedule) {
    return admin.post(
        QUEUE,
        "{\"port\": 2, \"payload_raw\": \"%s\", \"schedule\": \"%s\"}"
            .formatted(payload, schedule));
  }

  private Iterable<String> payloads() {
    return admin.get(QUEUE).json().get("downlinks").findValuesAsText("payload_raw");
  }

  @Test
  void downlinkIsQueued() {
    var queued =
        admin.post(
            QUEUE,
            """
            {"port": 15, "payload_raw": "AQID", "confirmed": true,
             "expires_at": "2024-05-01T15:00:00+02:00"}""");

    assertThat(queued.status()).isEqualTo(202);
    var id = queued.json().get("downlink_id").textValue();
    var item = admin.get(QUEUE + "/" + id).json();
    assertThat(item.get("port").intValue()).isEqualTo(15);
    assertThat(item.get("payload_raw").textValue()).isEqualTo("AQID");
    assertThat(item.get("confirmed").booleanValue()).isTrue();
    assertThat(item.get("schedule").textValue()).isEqualTo("replace");
    assertThat(item.get("expires_at").textValue()).isEqualTo("2024-05-01T13:00:00Z");
    assertThat(item.get("state").textValue()).isEqualTo("queued");
  }

  @Test
  void scheduleSaysWhereItGoes() {
    queue("AQ==", "replace");
    queue("Ag==", "last");
    queue("Aw==", "first");
    assertThat(payloads()).containsExactly("Aw==", "AQ==", "Ag==");

    queue("BA==", "replace");
    assertThat(payloads()).containsExactly("BA==");
  }

  @Test
  void oneDownlinkIsTakenOut() {
    var id = queue("AQ==", "last").json().get("downlink_id").textValue();
    queue("Ag==", "last");

    assertThat(admin.delete(QUEUE + "/" + id).status()).isEqualTo(204);

    assertThat(payloads()).containsExactly("Ag==");
    assertThat(admin.delete(QUEUE + "/" + id).status()).isEqualTo(404);
    assertThat(admin.get(QUEUE + "/" + id).status()).isEqualTo(404);
  }

  @Test
  void queueIsEmptied() {
    queue("AQ==", "last");

    assertThat(admin.delete(QUEUE).status()).isEqualTo(204);

    assertThat(payloads()).isEmpty();
  }

  @Test
  void queueIsPaged() {
    queue("AQ==", "last");
    queue("Ag==", "last");
    queue("Aw==", "last");

    var first = admin.get(QUEUE + "?limit=2").json();
    var cursor = first.get("next_cursor").textValue();
    var second = admin.get(QUEUE + "?limit=2&cursor=" + cursor).json();

    assertThat(first.get("downlinks").findValuesAsText("payload_raw"))
        .containsExactly("AQ==", "Ag==");
    assertThat(second.get("downlinks").findValuesAsText("payload_raw")).containsExactly("Aw==");
    assertThat(second.has("next_cursor")).isFalse();
    admin.delete(QUEUE);
    assertThat(admin.get(QUEUE + "?cursor=" + cursor).status()).isEqualTo(400);
  }

  @Test
  void fullQueueTakesNoMore() {
    for (var i = 0; i < FakeDevice.MAX_QUEUE; i++) {
      queue("AQ==", "last");
    }

    assertThat(queue("AQ==", "last").status()).isEqualTo(409);
  }

  @Test
  void payloadThatNoFrameCarriesIsRefused() {
    var tooLong = Base64.getEncoder().encodeToString(new byte[243]);
    var tooLongHere = Base64.getEncoder().encodeToString(new byte[FakeDevice.MAX_PAYLOAD + 1]);

    assertThat(queue(tooLong, "last").status()).isEqualTo(400);
    var refused = queue(tooLongHere, "last");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/errors/0/detail").textValue()).contains("222 bytes");
  }

  @Test
  void everyFieldThatIsNotValidIsNamed() {
    var refused =
        admin.post(
            QUEUE,
            """
            {"port": 224, "payload_raw": "A", "payload_fields": {"on": true}, "confirmed": "yes",
             "schedule": "LAST", "expires_at": "2024-05-01T11:00:00Z", "class_bc": 1}""");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder(
            "port",
            "payload_raw",
            "payload_fields",
            "confirmed",
            "schedule",
            "expires_at",
            "class_bc");
  }

  @Test
  void aTimeMoreThanAMonthAheadIsRefused() {
    var refused =
        admin.post(
            QUEUE,
            """
            {"port": 1, "payload_raw": "AQ==",
             "class_bc": {"absolute_time": "2029-05-01T11:00:00Z"}}""");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/errors/0/field").textValue())
        .isEqualTo("class_bc.absolute_time");
    assertThat(refused.json().toString()).contains("at most 31 days ahead");
  }

  @Test
  void queueOfNoDeviceIsNotFound() {
    var queue = "/applications/valves/devices/valve-2/downlinks";

    assertThat(admin.get(queue).status()).isEqualTo(404);
    assertThat(admin.post(queue, "{\"port\": 1, \"payload_raw\": \"AQ==\"}").status())
        .isEqualTo(404);
    assertThat(admin.delete(queue).status()).isEqualTo(404);
  }
}
