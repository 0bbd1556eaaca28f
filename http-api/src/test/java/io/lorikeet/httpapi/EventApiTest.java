package io.lorikeet.httpapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.lorikeet.actors.handler.ApplicationMessage.Change;
import io.lorikeet.actors.handler.ApplicationMessage.DeviceChanged;
import io.lorikeet.actors.handler.EndDeviceId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventApiTest extends ApiFixture {

  private static final String PATH = "/applications/%s/events";

  private void happens(String applicationId, int n) {
    logStore.append(
        applicationId,
        n % PARTITIONS,
        new DeviceChanged(
            "e" + n,
            new EndDeviceId(applicationId, "dev-" + n),
            NOON.plusSeconds(n),
            Change.UPDATE));
  }

  private BufferedReader follow(String applicationId, Optional<String> lastEventId)
      throws IOException, InterruptedException {
    return follow(applicationId, ADMIN, lastEventId);
  }

  private BufferedReader follow(String applicationId, String key, Optional<String> lastEventId)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:" + port() + Api.PREFIX + PATH.formatted(applicationId)))
            .header("Authorization", "Bearer " + key);
    lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
    var answer =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  /** The next line that begins with this. */
  private static String next(BufferedReader lines, String field) throws IOException {
    var line = lines.readLine();
    while (line != null && !line.startsWith(field)) {
      line = lines.readLine();
    }
    return line == null ? "" : line.substring(field.length());
  }

  @Test
  void whatHappensIsShownFromNowOnAndFromWhereAnotherAnswerEnded() throws Exception {
    createApplication("live");
    happens("live", 1);
    String seen;
    try (var lines = follow("live", Optional.empty())) {
      assertThat(lines.readLine()).isEqualTo(":");
      happens("live", 2);

      seen = next(lines, "id: ");
      assertThat(next(lines, "event: ")).isEqualTo("update");
      assertThat(next(lines, "data: ")).contains("\"dev_id\":\"dev-2\"");
    }
    happens("live", 3);
    try (var lines = follow("live", Optional.of(seen))) {
      assertThat(next(lines, "data: ")).contains("\"dev_id\":\"dev-3\"");
    }
  }

  @Test
  void aKeyThatIsRevokedFollowsNoLonger() throws Exception {
    createApplication("leaky");
    var keys = "/applications/leaky/api-keys";
    var key = admin.post(keys, "{\"name\": \"k\", \"rights\": [\"messages:up:r\"]}").json();
    try (var lines = follow("leaky", key.get("key").textValue(), Optional.empty())) {
      happens("leaky", 1);
      assertThat(next(lines, "data: ")).contains("\"dev_id\":\"dev-1\"");

      admin.delete(keys + "/" + key.get("id").textValue());

      assertTimeoutPreemptively(
          Duration.ofSeconds(10), () -> assertThat(next(lines, "data: ")).isEmpty());
    }
  }

  @Test
  void onlyWhoMayReadMessagesMayFollow() {
    createApplication("quiet");

    assertThat(keyOf("quiet", "devices").get(PATH.formatted("quiet")).status()).isEqualTo(403);
  }
}
