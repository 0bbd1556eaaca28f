package io.lorikeet.httpapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class ApiKeyApiTest extends ApiFixture {

  private String keys;
  private String applicationId;

  @BeforeEach
  void createApplication(TestInfo test) {
    applicationId = "app" + Integer.toHexString(test.getDisplayName().hashCode());
    createApplication(applicationId);
    keys = "/applications/" + applicationId + "/api-keys";
  }

  @Test
  void keyIsShownOnce() {
    var created = admin.post(keys, "{\"name\": \"reader\", \"rights\": [\"messages:up:r\"]}");

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().get("key").textValue()).matches("lk_[0-9A-Za-z]{43}");
    assertThat(admin.get(keys).body())
        .contains("reader", "messages:up:r", "2024-05-01T12:00:00Z")
        .doesNotContain("lk_");
  }

  @Test
  void keyIsFoundById() {
    var id =
        admin
            .post(keys, "{\"name\": \"reader\", \"rights\": [\"settings\", \"devices\"]}")
            .json()
            .get("id")
            .textValue();

    assertThat(admin.get(keys + "/" + id).json().get("name").textValue()).isEqualTo("reader");
    assertThat(admin.get(keys + "/no-such-key").status()).isEqualTo(404);
  }

  @Test
  void revokedKeyOpensNothing() {
    var created = admin.post(keys, "{\"name\": \"short\", \"rights\": [\"settings\"]}").json();
    var client = client(created.get("key").textValue());
    assertThat(client.get(keys).status()).isEqualTo(200);

    assertThat(admin.delete(keys + "/" + created.get("id").textValue()).status()).isEqualTo(204);

    assertThat(client.get(keys).status()).isEqualTo(401);
    assertThat(admin.delete(keys + "/" + created.get("id").textValue()).status()).isEqualTo(404);
  }

  @Test
  void keyGivesNoRightThatItHasNot() {
    var settings = keyOf(applicationId, "settings");

    var refused = settings.post(keys, "{\"name\": \"x\", \"rights\": [\"devices:keys\"]}");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().get("detail").textValue()).contains("devices:keys");
    assertThat(settings.post(keys, "{\"name\": \"x\", \"rights\": [\"settings\"]}").status())
        .isEqualTo(201);
  }

  @Test
  void unknownRightIsRefusedWithTheKnownOnes() {
    var refused = admin.post(keys, "{\"name\": \"x\", \"rights\": [\"device\", \"delete\"]}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/errors/0/detail").textValue())
        .contains("\"device\"", "devices:keys", "messages:down:w");
  }

  @Test
  void keyWithoutRightsIsRefused() {
    var refused = admin.post(keys, "{\"name\": \"x\", \"rights\": []}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/errors/0/field").textValue()).isEqualTo("rights");
  }

  @Test
  void oneKeyTooManyIsRefused() {
    for (var i = 0; i < FakeApplication.MAX_KEYS; i++) {
      keyOf(applicationId, "devices");
    }

    var refused = admin.post(keys, "{\"name\": \"x\", \"rights\": [\"devices\"]}");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(admin.get(keys + "?limit=19").json().get("next_cursor")).isNotNull();
  }
}
