package io.lorikeet.httpapi;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.stream.SystemMaterializer;
import com.typesafe.config.ConfigFactory;
import io.lorikeet.actors.handler.LogSettings;
import io.lorikeet.httpapi.web.Endpoint;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContractTest extends ApiFixture {

  private static List<Endpoint> endpoints() {
    var testKit = ActorTestKit.create();
    try {
      return Api.endpoints(
          ApiSettings.from(ConfigFactory.load().getConfig("lorikeet.http-api")),
          new FakeNetwork(testKit.system()),
          new FakeLogStore(),
          LogSettings.from(ConfigFactory.load()),
          Clock.systemUTC(),
          new SecureRandom(),
          new FakeCluster(),
          SystemMaterializer.get(testKit.system()).materializer());
    } finally {
      testKit.shutdownTestKit();
    }
  }

  @Test
  void everythingServedIsDocumentedAndEverythingDocumentedIsServed() throws IOException {
    assertThat(endpoints().stream().map(Contract::operation).toList())
        .containsExactlyInAnyOrderElementsOf(Contract.operations());
  }

  @Test
  void noEndpointIsServedTwice() {
    var operations = new HashSet<String>();

    assertThat(endpoints()).allMatch(endpoint -> operations.add(Contract.operation(endpoint)));
  }

  @Test
  void documentIsServedWithoutAKey() {
    var answer = client("").get("/openapi.yaml");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).contains("application/yaml");
    assertThat(answer.body()).isEqualTo(Contract.DOCUMENT);
  }
}
