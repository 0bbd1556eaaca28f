package io.lorikeet.integrations.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.lorikeet.actors.handler.ApplicationCommand.Reason;
import io.lorikeet.actors.handler.ApplicationCommand.Rejected;
import io.lorikeet.actors.handler.Right;
import io.lorikeet.integrations.FakeNetwork;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationLoginTest {

  private static ActorTestKit testKit;

  private final FakeNetwork network = new FakeNetwork(testKit.system());
  private final ApplicationLogin login = new ApplicationLogin(network);

  @BeforeAll
  static void start() {
    testKit = ActorTestKit.create();
  }

  @AfterAll
  static void stop() {
    testKit.shutdownTestKit();
  }

  @Test
  void givesTheRightsOfTheKey() {
    network.knowKey("farm", "secret", Set.of(Right.MESSAGES_UP_READ));

    assertThat(rights("farm", "secret")).contains(Set.of(Right.MESSAGES_UP_READ));
  }

  @Test
  void knowsNoOtherKey() {
    network.knowKey("farm", "secret", Set.of(Right.MESSAGES_UP_READ));

    assertThat(rights("farm", "guess")).isEmpty();
  }

  @Test
  void knowsNoApplicationThatDoesNotExist() {
    network.answerApplicationsWith(new Rejected(Reason.NOT_FOUND));

    assertThat(rights("town", "secret")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "a|b", "+", "#", "$lorikeet", "a b"})
  void doesNotAskForWhatCannotBeAName(String applicationId) {
    network.knowKey(applicationId, "secret", Set.of(Right.MESSAGES_UP_READ));

    assertThat(rights(applicationId, "secret")).isEmpty();
  }

  private Optional<Set<Right>> rights(String applicationId, String key) {
    return login.rights(applicationId, key).toCompletableFuture().join();
  }
}
