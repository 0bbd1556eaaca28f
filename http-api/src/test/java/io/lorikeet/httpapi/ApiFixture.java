package io.lorikeet.httpapi;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ServerBinding;
import com.typesafe.config.ConfigFactory;
import io.lorikeet.actors.handler.LogSettings;
import io.lorikeet.httpapi.access.AdminKey;
import io.lorikeet.httpapi.cluster.ClusterView;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A running API over a {@link FakeNetwork}, for the tests of one class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ApiFixture {

  static final String ADMIN = "the-key-of-the-admin-of-these-tests";
  static final Instant NOON = Instant.parse("2024-05-01T12:00:00Z");

  /** Of each log. */
  static final int PARTITIONS = LogSettings.from(ConfigFactory.load()).partitions();

  static final ClusterView CLUSTER =
      new ClusterView(
          List.of(
              new ClusterView.Member(
                  "akka://lorikeet@127.0.0.1:25520",
                  "up",
                  Set.of("router", "api"),
                  "0.1.0",
                  Map.of("gateway", 12))));

  private final ActorTestKit testKit = ActorTestKit.create();
  private ServerBinding binding;

  final FakeNetwork network = new FakeNetwork(testKit.system());
  final FakeLogStore logStore = new FakeLogStore();
  ApiClient admin;

  @BeforeAll
  void startServer() throws Exception {
    binding =
        ApiServer.start(
                testKit.system(),
                settings(),
                network,
                logStore,
                AdminKey.of(ADMIN),
                Clock.fixed(NOON, ZoneOffset.UTC),
                new SecureRandom(),
                new FakeCluster())
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    admin = client(ADMIN);
  }

  /** The defaults, on a free port. */
  private static ApiSettings settings() {
    return ApiSettings.from(
        ConfigFactory.parseString("port = 0")
            .withFallback(ConfigFactory.load().getConfig("lorikeet.http-api")));
  }

  @AfterAll
  void stopServer() {
    testKit.shutdownTestKit();
  }

  ActorSystem<?> system() {
    return testKit.system();
  }

  int port() {
    return binding.localAddress().getPort();
  }

  ApiClient client(String key) {
    return new ApiClient(port(), key);
  }

  /** Somebody with a new key of this application. */
  ApiClient keyOf(String applicationId, String... rights) {
    var quoted = String.join("\",\"", rights);
    var created =
        admin.post(
            "/applications/%s/api-keys".formatted(applicationId),
            "{\"name\": \"a key\", \"rights\": [\"%s\"]}".formatted(quoted));
    return client(created.json().get("key").textValue());
  }

  void createApplication(String applicationId) {
    admin.post("/applications", "{\"app_id\": \"%s\"}".formatted(applicationId));
  }
}
