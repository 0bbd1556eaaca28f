package io.lorikeet.httpapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.Directory;
import io.lorikeet.actors.Directory.Kind;
import org.junit.jupiter.api.Test;

class ApplicationApiTest extends ApiFixture {

  @Test
  void applicationIsCreatedAndFound() {
    var created =
        admin.post(
            "/applications",
            """
            {"app_id": "trains", "name": "Trains", "description": "Where they are"}""");

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).contains("/api/v1/applications/trains");
    assertThat(admin.get("/applications/trains").body())
        .isEqualTo(created.body())
        .contains("\"created_at\":\"2024-05-01T12:00:00Z\"");
  }

  @Test
  void nameOfAnotherApplicationIsRefused() {
    createApplication("ships");

    var again = admin.post("/applications", "{\"app_id\": \"ships\"}");

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().get("detail").textValue()).contains("ships");
  }

  @Test
  void patchChangesOnlyWhatItNames() {
    admin.post(
        "/applications", "{\"app_id\": \"boats\", \"name\": \"Boats\", \"description\": \"all\"}");

    var changed = admin.patch("/applications/boats", "{\"description\": null}");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().get("name").textValue()).isEqualTo("Boats");
    assertThat(changed.json().get("description").textValue()).isEmpty();
  }

  @Test
  void idOfAnApplicationCannotChange() {
    createApplication("cars");

    var refused = admin.patch("/applications/cars", "{\"app_id\": \"vans\"}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/errors/0/field").textValue()).isEqualTo("app_id");
  }

  @Test
  void applicationIsDeletedWithItsName() {
    createApplication("trams");

    assertThat(admin.delete("/applications/trams").status()).isEqualTo(204);

    assertThat(admin.get("/applications/trams").status()).isEqualTo(404);
    assertThat(network.names(Kind.APPLICATION)).doesNotContain("trams");
  }

  @Test
  void applicationWithDevicesIsNotDeleted() {
    createApplication("meters");
    for (var i = 1; i <= 2; i++) {
      admin.post(
          "/applications/meters/devices",
          """
          {"dev_id": "meter-%d", "dev_eui": "000000000000AA0%d", "join_eui": "0000000000000000",
           "app_key": "000102030405060708090a0b0c0d0e0f", "lorawan_version": "1.0.3",
           "frequency_plan": "EU868"}"""
              .formatted(i, i));
    }

    var refused = admin.delete("/applications/meters");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").textValue()).contains("2 devices");
  }

  @Test
  void listsArePaged() {
    for (var id : new String[] {"page-a", "page-b", "page-c"}) {
      createApplication(id);
    }

    var first = admin.get("/applications?limit=2&cursor=page").json();
    var second =
        admin.get("/applications?limit=2&cursor=" + first.get("next_cursor").textValue()).json();

    assertThat(first.get("applications").findValuesAsText("app_id"))
        .containsExactly("page-a", "page-b");
    assertThat(second.get("applications").findValuesAsText("app_id")).startsWith("page-c");
  }

  @Test
  void lastPageHasNoCursor() {
    createApplication("zz-last");

    var page = admin.get("/applications?cursor=zz-a").json();

    assertThat(page.get("applications").findValuesAsText("app_id")).containsExactly("zz-last");
    assertThat(page.has("next_cursor")).isFalse();
  }

  @Test
  void nameThatLeadsToNothingIsLeftOut() {
    createApplication("yy-real");
    network.add(Kind.APPLICATION, Directory.NO_OWNER, new Directory.Entry("yy-gone", "yy-gone"));

    var page = admin.get("/applications?cursor=yy-a&limit=2").json();

    assertThat(page.get("applications").findValuesAsText("app_id")).containsExactly("yy-real");
  }
}
