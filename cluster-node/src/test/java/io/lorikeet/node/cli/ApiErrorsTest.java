package io.lorikeet.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiErrorsTest {

  private final FakeApi api = new FakeApi();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aProblemIsToldWithEachFieldThatIsWrong() {
    api.when(
        "POST /applications",
        400,
        "{'title':'Invalid request','detail':'one field is not valid','status':400,"
            + "'errors':[{'field':'app_id','detail':'a b: expected a name'}]}");

    var result = Shell.run(api, "application create farm");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualToIgnoringNewLines(
            """
            lorikeet application create: Invalid request: one field is not valid
              app_id: a b: expected a name
            """);
  }

  @Test
  void anUnknownKeyIsNotRepeated() {
    api.when("GET /applications", 401, "{'title':'Key missing or unknown','detail':'not known'}");

    var result = Shell.run(api, "application list");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("not known", "LORIKEET_KEY").doesNotContain("secret");
  }

  @Test
  void withoutAKeyNothingIsAsked() {
    var result = new Shell().run("application", "list", "--key=", "--url=" + api.url());

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("no key", "LORIKEET_KEY", "application key create");
    assertThat(api.requests()).isEmpty();
  }

  @Test
  void aKeyThatCannotBeOneIsNotRepeated() {
    var result = new Shell().run("application", "list", "--key=sec\nret", "--url=" + api.url());

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("copied whole").doesNotContain("ret\n");
  }

  @Test
  void anApiThatIsNotThereIsNamed() {
    api.close();

    var result = Shell.run(api, "gateway list");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("nothing answers at " + api.url(), "lorikeet dev", "--url");
  }

  @Test
  void anotherServerIsRecognised() {
    api.when("GET /gateways", 200, "<html>router</html>");

    var result = Shell.run(api, "gateway list");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("is the URL right?");
  }

  @Test
  void aUrlThatIsNoneIsWrongUsage() {
    var result = new Shell().run("gateway", "list", "--key=secret", "--url=localhost:8080");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("expected such as http://127.0.0.1:8080");
  }

  @Test
  void aUrlMayEndAsTheApiDoes() {
    api.when("GET /gateways", 200, "{'gateways':[]}");

    var result =
        new Shell().run("gateway", "list", "--key=secret", "--url=" + api.url() + "/api/v1/");

    assertThat(result.code()).isZero();
    assertThat(api.request().authorization()).isEqualTo("Bearer secret");
  }

  @Test
  void anEmptyIdNeverWidensARequest() {
    var result =
        new Shell()
            .run("downlink", "clear", "farm", "pump", "", "--key=secret", "--url=" + api.url());

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("'' is no id");
    assertThat(api.requests()).isEmpty();
  }
}
