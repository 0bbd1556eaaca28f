package io.lorikeet.httpapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.stream.KillSwitches;
import akka.stream.Materializer;
import akka.stream.javadsl.Sink;
import com.typesafe.config.ConfigFactory;
import io.lorikeet.actors.handler.LogSettings;
import io.lorikeet.httpapi.access.AdminKey;
import io.lorikeet.httpapi.access.Credentials;
import io.lorikeet.httpapi.message.EventRoutes;
import io.lorikeet.httpapi.web.Router;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many may follow live events at one node. */
class FollowersTest extends ApiFixture {

  private static final int MOST = 100;

  private Router router;

  @BeforeEach
  void newRoutes() {
    createApplication("busy");
    router =
        new Router(
            system(),
            Api.PREFIX,
            new EventRoutes(logStore, LogSettings.from(ConfigFactory.load())).endpoints(),
            new Credentials(network, AdminKey.of(ADMIN)),
            Duration.ofSeconds(10));
  }

  private HttpResponse ask() throws Exception {
    return router
        .handle(
            HttpRequest.GET(Api.PREFIX + "/applications/busy/events")
                .addHeader(RawHeader.create("Authorization", "Bearer " + ADMIN)))
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  @Test
  void anAnswerThatComesTooLateForItsCallerTakesNoPlace() throws Exception {
    for (var i = 0; i <= MOST; i++) {
      assertThat(ask().status().intValue()).isEqualTo(200);
    }
  }

  @Test
  void asManyAsANodeCanServeMayFollowAndTheNextWhenOneLeaves() throws Exception {
    var materializer = Materializer.createMaterializer(system());
    var all = KillSwitches.shared("all");
    for (var i = 0; i < MOST; i++) {
      ask().entity().getDataBytes().via(all.flow()).runWith(Sink.ignore(), materializer);
    }
    await().until(() -> ask().status().intValue() == 503);

    all.shutdown();

    await().until(() -> ask().status().intValue() == 200);
  }
}
