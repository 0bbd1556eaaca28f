package io.lorikeet.httpapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.httpapi.ApiClient.Answer;
import io.lorikeet.httpapi.web.Router;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest extends ApiFixture {

  private static final String JSON = "application/json";

  @AfterEach
  void repairNetwork() {
    network.silent = false;
    network.broken = false;
  }

  private static void assertProblem(Answer answer, int status, String type) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).contains("application/problem+json");
    assertThat(answer.json().get("status").intValue()).isEqualTo(status);
    assertThat(answer.json().get("type").textValue()).isEqualTo("urn:lorikeet:problem:" + type);
    assertThat(answer.json().get("title").textValue()).isNotEmpty();
    assertThat(answer.json().get("detail").textValue()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/nothing",
        "/applications/",
        "/applications/a/b",
        "/applications/with%20space/devices",
        "/applications/a%7Cb",
        "/applications/..%2Fgateways"
      })
  void pathThatNothingIsServedAtIsNotFound(String path) {
    assertProblem(admin.get(path), 404, "not-found");
  }

  @Test
  void methodThatIsNotServedIsToldFromThoseThatAre() {
    var answer = admin.send("PUT", "/gateways", JSON, "{}");

    assertProblem(answer, 405, "method-not-allowed");
    assertThat(answer.header("Allow").orElseThrow().split(", "))
        .containsExactlyInAnyOrder("POST", "GET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded"})
  void bodyThatIsNotJsonIsRefused(String contentType) {
    var answer = admin.send("POST", "/applications", contentType, "{\"app_id\": \"any\"}");

    assertProblem(answer, 415, "unsupported-media-type");
  }

  @Test
  void bodyWithoutAContentTypeIsRefused() {
    assertProblem(
        admin.send("POST", "/applications", "", "{\"app_id\": \"any\"}"),
        415,
        "unsupported-media-type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "7",
        "null",
        "{\"app_id\": \"twice\", \"app_id\": \"twice\"}",
        "{\"app_id\": \"trailing\"} {}",
        "{\"app_id\": 0011223344}",
        "{'app_id': 'single'}"
      })
  void bodyThatIsNoObjectIsRefused(String body) {
    var answer = admin.post("/applications", body);

    assertProblem(answer, 400, "malformed-body");
    assertThat(answer.body()).doesNotContain("0011223344");
  }

  @Test
  void deepBodyIsRefused() {
    var deep = "{\"name\": " + "[".repeat(1000) + "]".repeat(1000) + "}";

    assertProblem(admin.post("/applications", deep), 400, "malformed-body");
  }

  @Test
  void missingBodyIsRefused() {
    assertProblem(admin.send("POST", "/applications", JSON, ""), 400, "malformed-body");
  }

  @Test
  void largeBodyIsRefused() {
    var large = "{\"name\": \"" + "x".repeat(Router.MAX_BODY) + "\"}";

    assertProblem(admin.post("/applications", large), 413, "body-too-large");
  }

  @Test
  void bodyThatIsCutOffIsRefused() throws IOException {
    try (var socket = new Socket("127.0.0.1", port())) {
      var head =
          "POST /api/v1/applications HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer "
              + ADMIN
              + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "2\r\n{\"\r\nnot a length\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 400").contains("problem+json");
    }
  }

  @Test
  void everyFaultOfARequestIsNamedAtOnce() {
    var answer = admin.post("/applications", "{\"app_id\": \"A\", \"name\": 7, \"nmae\": \"x\"}");

    assertProblem(answer, 400, "invalid-fields");
    assertThat(answer.json().get("errors").findValuesAsText("field"))
        .containsExactly("app_id", "name", "nmae");
    assertThat(answer.json().at("/errors/0/detail").textValue())
        .startsWith("\"A\": expected 2 to 36");
  }

  @Test
  void longValueIsNotRepeatedInFull() {
    var answer = admin.post("/applications", "{\"app_id\": \"" + "x".repeat(5000) + "\"}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).hasSizeLessThan(600);
  }

  @Test
  void silentNetworkMeansTryAgainLater() {
    network.silent = true;

    var answer = admin.post("/applications", "{\"app_id\": \"late\"}");

    assertProblem(answer, 503, "unavailable");
    assertThat(answer.header("Retry-After")).contains("2");
  }

  @Test
  void brokenNetworkIsNotExplainedToTheOutside() {
    network.broken = true;

    var answer = admin.get("/applications");

    assertProblem(answer, 500, "internal");
    assertThat(answer.body()).doesNotContain("broken by the test");
  }

  @Test
  void limitOutOfRangeIsRefused() {
    var answer = admin.get("/gateways?limit=0");

    assertProblem(answer, 400, "invalid-fields");
    assertThat(answer.json().at("/errors/0/field").textValue()).isEqualTo("limit");
  }
}
