package io.lorikeet.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApplicationCommandTest {

  private final FakeApi api = new FakeApi();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void createSaysWhatToDoNext() {
    api.when("POST /applications", 201, "{'app_id':'farm'}");

    var result = Shell.run(api, "application create farm --name Farm");

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("Created application farm", "application key create farm");
    assertThat(api.request().body()).isEqualTo("{\"app_id\":\"farm\",\"name\":\"Farm\"}");
  }

  @Test
  void listAlignsTheColumnsOfAllPages() {
    api.when(
            "GET /applications?limit=1000",
            200,
            "{'applications':[{'app_id':'a1','name':'','created_at':'t1'}],'next_cursor':'a 1'}")
        .when(
            "GET /applications?limit=1000&cursor=a+1",
            200,
            "{'applications':[{'app_id':'greenhouse','name':'Glass\\u001b[2J','created_at':'t2'}]}");

    var result = Shell.run(api, "application list");

    assertThat(result.out())
        .isEqualToIgnoringNewLines(
            """
            APP         NAME       CREATED
            a1          -          t1
            greenhouse  Glass?[2J  t2
            """);
  }

  @Test
  void jsonIsThatOfTheApi() {
    api.when("GET /applications/farm", 200, "{'app_id':'farm','name':'Farm'}");

    var result = Shell.run(api, "application show farm --json");

    assertThat(result.out().replaceAll("\\s", ""))
        .isEqualTo("{\"app_id\":\"farm\",\"name\":\"Farm\"}");
  }

  @Test
  void anEmptyListSaysHowToFillIt() {
    api.when("GET /applications", 200, "{'applications':[]}");

    assertThat(Shell.run(api, "application list").out()).contains("application create APP");
  }

  @Test
  void deleteAsksForNothingElse() {
    api.when("DELETE /applications/farm", 204, "");

    var result = Shell.run(api, "application delete farm");

    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("Deleted application farm.");
  }

  @Test
  void aKeyIsMadeWithTheRightsGiven() {
    api.when("POST /applications/farm/api-keys", 201, "{'id':'k1','key':'lk_x'}");

    var result = Shell.run(api, "application key create farm --rights devices,messages:up:r");

    assertThat(result.out()).contains("key  lk_x");
    assertThat(result.err()).contains("not shown again");
    assertThat(api.request().json().path("rights").toString())
        .isEqualTo("[\"devices\",\"messages:up:r\"]");
  }

  @Test
  void keysAreListedAndRevoked() {
    api.when(
            "GET /applications/farm/api-keys",
            200,
            "{'api_keys':[{'id':'k1','name':'n','rights':['devices','settings']}]}")
        .when("DELETE /applications/farm/api-keys/k1", 204, "");

    assertThat(Shell.run(api, "application key list farm").out()).contains("devices, settings");
    assertThat(Shell.run(api, "application key delete farm k1").code()).isZero();
  }
}
