package io.lorikeet.httpapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WebhookApiTest extends ApiFixture {

  private static final String WEBHOOKS = "/applications/hooked/webhooks";

  @BeforeAll
  void createApplication() {
    createApplication("hooked");
  }

  @Test
  void webhookIsCreatedWithoutShowingItsSecrets() {
    var created =
        admin.post(
            WEBHOOKS,
            """
            {"id": "store", "url": "https://example.com/in?x=1", "headers": {"X-Tenant": "a", "Authorization": "Bearer quite-hidden"},
             "events": ["up", "down/sent"], "format": "json", "secret": "quite-secret"}""");

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).contains("/api/v1/applications/hooked/webhooks/store");
    assertThat(admin.get(WEBHOOKS + "/store").body())
        .isEqualTo(created.body())
        .contains("\"signed\":true", "\"X-Tenant\":\"***\"", "down/sent")
        .doesNotContain("quite-");
    assertThat(admin.get(WEBHOOKS).body()).contains("Authorization").doesNotContain("quite-");
  }

  @Test
  void webhookWithoutAnIdGetsOne() {
    var created = admin.post(WEBHOOKS, "{\"url\": \"http://127.0.0.1:9/\"}").json();

    assertThat(created.get("id").textValue()).matches("[0-9a-f]{16}");
    assertThat(created.get("events")).isEmpty();
    assertThat(created.get("signed").booleanValue()).isFalse();
  }

  @Test
  void idIsNotGivenTwice() {
    admin.post(WEBHOOKS, "{\"id\": \"twice\", \"url\": \"http://127.0.0.1:9/\"}");

    assertThat(
            admin.post(WEBHOOKS, "{\"id\": \"twice\", \"url\": \"http://127.0.0.1:9/\"}").status())
        .isEqualTo(409);
  }

  @Test
  void putReplaces() {
    admin.post(
        WEBHOOKS,
        "{\"id\": \"moved\", \"url\": \"http://127.0.0.1:9/a\", \"secret\": \"quite-secret\"}");

    var replaced = admin.put(WEBHOOKS + "/moved", "{\"url\": \"http://127.0.0.1:9/b\"}");

    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.json().get("url").textValue()).endsWith("/b");
    assertThat(replaced.json().get("signed").booleanValue()).isFalse();
    assertThat(admin.get(WEBHOOKS).json().get("webhooks").findValuesAsText("id"))
        .containsOnlyOnce("moved");
  }

  @Test
  void whatIsShownForAHeaderIsNotTakenForItsValue() {
    var put =
        admin.put(
            WEBHOOKS + "/shown",
            "{\"url\": \"http://127.0.0.1:9/\", \"headers\": {\"X-A\": \"***\"}}");

    assertThat(put.status()).isEqualTo(400);
    assertThat(put.json().at("/errors/0/field").textValue()).isEqualTo("headers.X-A");
  }

  @Test
  void putKeepsTheIdOfItsPath() {
    var refused =
        admin.put(WEBHOOKS + "/here", "{\"id\": \"there\", \"url\": \"http://127.0.0.1:9/\"}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(admin.put(WEBHOOKS + "/Here", "{\"url\": \"http://127.0.0.1:9/\"}").status())
        .isEqualTo(400);
  }

  @Test
  void webhookIsDeleted() {
    admin.post(WEBHOOKS, "{\"id\": \"gone\", \"url\": \"http://127.0.0.1:9/\"}");

    assertThat(admin.delete(WEBHOOKS + "/gone").status()).isEqualTo(204);
    assertThat(admin.delete(WEBHOOKS + "/gone").status()).isEqualTo(404);
    assertThat(admin.get(WEBHOOKS + "/gone").status()).isEqualTo(404);
  }

  @Test
  void everyFieldThatIsNotValidIsNamedAndNoSecretIsRepeated() {
    var refused =
        admin.post(
            WEBHOOKS,
            """
            {"url": "ftp://example.com/", "events": ["up", "down"], "format": "xml", "secret": "",
             "headers": {"Host": "other", "Bad Name": "x", "X-Good": "secret-\\u00e9-token",
                         "X-Lorikeet-Id": "forged"}}""");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("errors").findValuesAsText("field"))
        .contains("url", "events", "format", "secret", "headers", "headers.X-Good");
    assertThat(refused.body())
        .contains("ftp://example.com/", "down/acks", "Host", "X-Lorikeet-Id")
        .doesNotContain("secret-", "forged");
  }
}
