package io.lorikeet.httpapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.handler.Right;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what. What a request asks for does not exist: who is let in gets 404 or 400. */
class RightsTest extends ApiFixture {

  private static final String NO_KEY = "";
  private static final String UNKNOWN_KEY = "lk_" + "0".repeat(43);

  @BeforeAll
  void createApplications() {
    createApplication("mine");
    createApplication("theirs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PATCH  | /applications/mine                         | settings
          DELETE | /applications/mine/devices/nothing         | devices
          GET    | /applications/mine/api-keys                | settings
          GET    | /applications/mine/api-keys/nothing        | settings
          POST   | /applications/mine/api-keys                | settings
          DELETE | /applications/mine/api-keys/nothing        | settings
          GET    | /applications/mine/devices                 | devices
          POST   | /applications/mine/devices                 | devices
          GET    | /applications/mine/devices/nothing         | devices
          PATCH  | /applications/mine/devices/nothing         | devices
          POST   | /applications/mine/devices/nothing/downlinks   | messages:down:w
          GET    | /applications/mine/devices/nothing/downlinks   | messages:up:r
          DELETE | /applications/mine/devices/nothing/downlinks   | messages:down:w
          GET    | /applications/mine/devices/nothing/downlinks/1 | messages:up:r
          DELETE | /applications/mine/devices/nothing/downlinks/1 | messages:down:w
          POST   | /applications/mine/devices/nothing/force-rejoin | devices
          GET    | /applications/mine/multicast-groups        | devices
          POST   | /applications/mine/multicast-groups        | devices
          GET    | /applications/mine/multicast-groups/nothing | devices
          PATCH  | /applications/mine/multicast-groups/nothing | devices
          DELETE | /applications/mine/multicast-groups/nothing | devices
          PUT    | /applications/mine/multicast-groups/nothing/devices/nothing | devices
          DELETE | /applications/mine/multicast-groups/nothing/devices/nothing | devices
          POST   | /applications/mine/multicast-groups/nothing/downlinks | messages:down:w
          GET    | /applications/mine/multicast-groups/nothing/downlinks | messages:up:r
          GET    | /applications/mine/webhooks                | settings
          POST   | /applications/mine/webhooks                | settings
          GET    | /applications/mine/webhooks/nothing        | settings
          PUT    | /applications/mine/webhooks/nothing        | settings
          DELETE | /applications/mine/webhooks/nothing        | settings
          GET    | /applications/mine/messages                | messages:up:r
          """)
  void keyOpensWhatItsRightSaysAndNothingElse(String method, String path, String right) {
    var body = method.equals("GET") || method.equals("DELETE") ? "" : "{\"x\": 1}";
    var allOthers =
        Arrays.stream(Right.values())
            .map(Right::toString)
            .filter(other -> !other.equals(right))
            .toArray(String[]::new);
    var json = "application/json";

    assertThat(keyOf("mine", right).send(method, path, json, body).status()).isNotIn(401, 403, 500);
    assertThat(keyOf("mine", allOthers).send(method, path, json, body).status()).isEqualTo(403);
    assertThat(keyOf("theirs", right).send(method, path, json, body).status()).isEqualTo(401);
    assertThat(client(UNKNOWN_KEY).send(method, path, json, body).status()).isEqualTo(401);
    assertThat(client(NO_KEY).send(method, path, json, body).status()).isEqualTo(401);
    revokeAll("mine");
  }

  private void revokeAll(String applicationId) {
    var keys = "/applications/%s/api-keys".formatted(applicationId);
    for (var id : admin.get(keys).json().get("api_keys").findValuesAsText("id")) {
      admin.delete(keys + "/" + id);
    }
    if (!applicationId.equals("theirs")) {
      revokeAll("theirs");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /applications",
    "POST, /applications",
    "GET, /gateways",
    "POST, /gateways",
    "GET, /gateways/nothing",
    "PATCH, /gateways/nothing",
    "DELETE, /gateways/nothing",
    "GET, /cluster",
    "POST, /cluster/nodes/127.0.0.9:1/drain"
  })
  void networkIsTheAdminsAlone(String method, String path) {
    var body = method.equals("GET") || method.equals("DELETE") ? "" : "{\"x\": 1}";
    var all = Arrays.stream(Right.values()).map(Right::toString).toArray(String[]::new);
    var json = "application/json";

    assertThat(admin.send(method, path, json, body).status()).isNotIn(401, 403, 500);
    assertThat(keyOf("mine", all).send(method, path, json, body).status()).isEqualTo(403);
    assertThat(client("something").send(method, path, json, body).status()).isEqualTo(401);
    assertThat(client(NO_KEY).send(method, path, json, body).status()).isEqualTo(401);
    revokeAll("mine");
  }

  @Test
  void anyKeyOfAnApplicationShowsIt() {
    assertThat(keyOf("mine", "delete").get("/applications/mine").status()).isEqualTo(200);
    assertThat(keyOf("theirs", "delete").get("/applications/mine").status()).isEqualTo(401);
  }

  @Test
  void anyKeyTellsItsOwnRights() {
    var rights = keyOf("mine", "messages:up:r").get("/applications/mine/rights");

    assertThat(rights.status()).isEqualTo(200);
    assertThat(rights.json().get("rights").toString()).isEqualTo("[\"messages:up:r\"]");
    assertThat(rights.json().get("admin").booleanValue()).isFalse();
    assertThat(keyOf("theirs", "settings").get("/applications/mine/rights").status())
        .isEqualTo(401);
  }

  @Test
  void applicationIsDeletedWithTheRightOnly() {
    createApplication("short-lived");

    assertThat(keyOf("short-lived", "settings").delete("/applications/short-lived").status())
        .isEqualTo(403);
    assertThat(keyOf("short-lived", "delete").delete("/applications/short-lived").status())
        .isEqualTo(204);
  }

  @Test
  void refusalSaysHowToAskForMore() {
    var refused = client(NO_KEY).get("/applications");

    assertThat(refused.header("WWW-Authenticate")).get().asString().startsWith("Bearer");
    assertThat(refused.json().get("type").textValue())
        .isEqualTo("urn:lorikeet:problem:unauthorized");
  }

  @Test
  void adminLearnsThatAnApplicationDoesNotExist() {
    for (var path : new String[] {"", "/devices", "/api-keys", "/webhooks", "/messages"}) {
      assertThat(admin.get("/applications/nowhere" + path).status()).isEqualTo(404);
    }
    assertThat(client(UNKNOWN_KEY).get("/applications/nowhere").status()).isEqualTo(401);
  }
}
