package io.lorikeet.actors.handler;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import io.lorikeet.actors.handler.ApplicationCommand.ApiKey;
import io.lorikeet.actors.handler.ApplicationCommand.Reason;
import io.lorikeet.actors.handler.ApplicationCommand.Rejected;
import io.lorikeet.actors.handler.ApplicationCommand.Reply;
import io.lorikeet.actors.testing.MovableClock;
import io.lorikeet.actors.testing.TestSystem;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApplicationTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static final ApiKey KEY =
      new ApiKey("k1", "reader", Set.of(Right.DEVICES), ApiKey.hash("open"), MovableClock.NOON);
  private static int applications;

  private TestProbe<ShardingEnvelope<ApplicationLog.Command>> logs;
  private EventSourcedBehaviorTestKit<ApplicationCommand, Application.Event, Application.State>
      application;

  @BeforeEach
  void newApplication() {
    logs = NETWORK.probe();
    application = NETWORK.entity(Application.create("meadow-" + ++applications, logs.ref(), 2));
  }

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  private Reply ask(Function<ActorRef<Reply>, ApplicationCommand> command) {
    var replies = NETWORK.<Reply>probe();
    application.runCommand(command.apply(replies.ref()));
    return replies.receiveMessage();
  }

  private void created() {
    ask(replyTo -> new ApplicationCommand.Create("Meadow", "", MovableClock.NOON, replyTo));
    logs.receiveSeveralMessages(2);
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    assertThat(ask(ApplicationCommand.GetApplication::new))
        .isEqualTo(new Rejected(Reason.NOT_FOUND));
    assertThat(ask(replyTo -> new ApplicationCommand.CheckApiKey(ApiKey.hash("open"), replyTo)))
        .isEqualTo(new Rejected(Reason.NOT_FOUND));
  }

  @Test
  void aKeyHasItsRightsUntilItIsRemovedAfterARestartToo() {
    created();
    ask(replyTo -> new ApplicationCommand.AddApiKey(KEY, replyTo));
    application.restart();

    assertThat(ask(replyTo -> new ApplicationCommand.CheckApiKey(ApiKey.hash("open"), replyTo)))
        .isEqualTo(new ApplicationCommand.ApiKeyRights(Set.of(Right.DEVICES)));
    ask(replyTo -> new ApplicationCommand.RemoveApiKey("k1", replyTo));
    assertThat(ask(replyTo -> new ApplicationCommand.CheckApiKey(ApiKey.hash("open"), replyTo)))
        .isEqualTo(new ApplicationCommand.ApiKeyRights(Set.of()));
  }

  @Test
  void theLogHearsOfEveryWebhook() {
    created();
    var webhook =
        new Subscription.Webhook(
            "barn", "http://barn.example", Map.of(), Set.of(), "json", Optional.empty());

    ask(replyTo -> new ApplicationCommand.PutWebhook(webhook, replyTo));

    var told = (ApplicationLog.Subscribe) logs.receiveMessage().message();
    assertThat(told.subscriptions()).containsExactly(new Subscription.Mqtt(), webhook);
  }

  @Test
  void aRemovedApplicationIsDeliveredNothingAndIsGoneAfterARestart() {
    created();

    assertThat(ask(ApplicationCommand.Remove::new)).isEqualTo(new ApplicationCommand.Removed());

    var told = (ApplicationLog.Subscribe) logs.receiveMessage().message();
    assertThat(told.subscriptions()).isEmpty();
    assertThat(application.restart().state()).isEqualTo(new Application.Absent());
  }

  @Test
  void whatItPutsAsideIsCounted() {
    created();

    var stashed = NETWORK.meters().get("lorikeet.entity.stashed").tag("type", "application");
    assertThat(stashed.gauge().value()).isZero();
  }
}
