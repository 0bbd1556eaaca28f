package io.lorikeet.actors.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.ShardingEnvelope;
import io.lorikeet.actors.handler.ApplicationLog.Append;
import io.lorikeet.actors.handler.ApplicationLog.Appended;
import io.lorikeet.actors.testing.MovableClock;
import io.lorikeet.actors.testing.TestSystem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApplicationLogTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static final LogStore.LogId LOG = new LogStore.LogId("meadow", 0);
  private static final LogSettings SETTINGS =
      new LogSettings(
          1,
          1_000_000,
          20,
          100,
          300,
          Duration.ofSeconds(1),
          new LogSettings.Retry(Duration.ofMillis(250), Duration.ofSeconds(4)));

  private Duration repeat = Duration.ZERO;
  private MemoryLogStore store;
  private Map<String, FakeDelivery> deliveries;
  private TestProbe<ShardingEnvelope<ApplicationCommand>> applications;
  private TestProbe<Appended> answers;
  private ActorRef<ApplicationLog.Command> log;

  @BeforeEach
  void newLog() {
    store = new MemoryLogStore();
    deliveries = new ConcurrentHashMap<>();
    applications = NETWORK.probe();
    answers = NETWORK.probe();
    deliveries.put("mqtt", new FakeDelivery(16));
    deliveries.put("webhook-barn", new FakeDelivery(1));
    start();
  }

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  private void start() {
    log =
        NETWORK
            .kit()
            .spawn(
                ApplicationLog.create(
                    LOG,
                    SETTINGS,
                    new ApplicationLog.Ports(
                        store, new Deliveries(), applications.ref(), Clock.systemUTC())));
  }

  private final class Deliveries implements Delivery.Opener {
    @Override
    public Delivery open(LogStore.LogId log, Subscription subscription) {
      return deliveries.get(subscription.name());
    }

    @Override
    public Duration repeatOnOpen(Subscription subscription) {
      return repeat;
    }
  }

  private void restart() {
    NETWORK.kit().stop(log);
    start();
  }

  private static Subscription.Webhook webhook(String url) {
    return new Subscription.Webhook("barn", url, Map.of(), Set.of(), "json", Optional.empty());
  }

  private void subscribe(Subscription... subscriptions) {
    log.tell(new ApplicationLog.Subscribe(List.of(subscriptions)));
  }

  private FakeDelivery mqtt() {
    return deliveries.get("mqtt");
  }

  private FakeDelivery barn() {
    return deliveries.get("webhook-barn");
  }

  private static ApplicationMessage message(String id) {
    return new ApplicationMessage.DeviceChanged(
        id,
        new EndDeviceId("meadow", "sensor"),
        MovableClock.NOON,
        ApplicationMessage.Change.UPDATE);
  }

  private void append(String... ids) {
    for (var id : ids) {
      log.tell(new Append(message(id), false, answers.ref()));
    }
  }

  private static String[] ids(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(n -> "m" + n).toArray(String[]::new);
  }

  private void appended(String... ids) {
    append(ids);
    for (var id : ids) {
      answers.expectMessage(new Appended(id));
    }
  }

  /** Lets time pass until it is so. */
  private static void inTime(BooleanSupplier condition) {
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              NETWORK.pass(Duration.ofMillis(250));
              return condition.getAsBoolean();
            });
  }

  private static <T> T receivedInTime(TestProbe<T> probe) {
    var received = new AtomicReference<T>();
    inTime(
        () -> {
          try {
            received.set(probe.receiveMessage(Duration.ofMillis(20)));
          } catch (AssertionError nothingYet) {
            return false;
          }
          return true;
        });
    return received.get();
  }

  @Test
  void messagesAreStoredInOrderAndThenAcknowledged() {
    appended(ids(1, 300));

    assertThat(store.entries.values().stream().map(ApplicationMessage::id))
        .containsExactly(ids(1, 300));
    assertThat(store.entries.lastKey()).isEqualTo(300);
  }

  @Test
  void aRepeatedMessageIsStoredOnceAndAcknowledgedEachTime() {
    appended("a");
    append("a", "b", "b", "a");

    var more =
        List.of(answers.receiveMessage(), answers.receiveMessage(), answers.receiveMessage());
    assertThat(more.stream().map(Appended::id)).contains("a", "b");
    assertThat(store.entries.values().stream().map(ApplicationMessage::id))
        .containsExactly("a", "b");
  }

  @Test
  void aRepetitionIsKnownAfterARestart() {
    appended("a", "b");
    restart();

    appended("a");

    assertThat(store.entries).hasSize(2);
  }

  @Test
  void aWriteThatFailsIsTriedAgainAtTheSamePlace() {
    store.failingWrites.set(3);
    append("a", "b");
    answers.expectNoMessage(Duration.ofMillis(20));

    inTime(() -> store.entries.size() == 2);

    answers.expectMessage(new Appended("a"));
    answers.expectMessage(new Appended("b"));
    assertThat(store.entries).containsOnlyKeys(1L, 2L);
  }

  @Test
  void aWriteWhoseAnswerIsLostIsNotStoredTwice() {
    store.lostAnswers.set(1);
    append("a");

    assertThat(receivedInTime(answers)).isEqualTo(new Appended("a"));
    assertThat(store.entries).hasSize(1);
  }

  @Test
  void aSubscriberGetsAllInOrderAcrossFailures() {
    deliveries.put("mqtt", new FakeDelivery(1));
    subscribe(new Subscription.Mqtt());
    appended(ids(1, 10));
    inTime(() -> mqtt().delivered.size() == 10);
    mqtt().failures.set(3);
    mqtt().exceptions.set(2);

    appended(ids(11, 250));

    inTime(() -> mqtt().delivered.contains("m250"));
    assertThat(mqtt().delivered.stream().distinct()).containsExactly(ids(1, 250));
  }

  @Test
  void aSubscriberThatFailedGoesOnWithoutANewMessage() {
    appended(ids(1, 300));
    mqtt().failures.set(16);

    subscribe(new Subscription.Mqtt());

    inTime(() -> mqtt().delivered.contains("m300"));
    assertThat(mqtt().delivered.stream().distinct()).containsExactly(ids(1, 300));
  }

  @Test
  void theLastMessageThatFailedIsDeliveredThoughNoneComesAfterIt() {
    subscribe(new Subscription.Mqtt());
    appended("a");
    inTime(() -> mqtt().delivered.contains("a"));
    mqtt().failures.set(2);

    appended("b");

    inTime(() -> mqtt().delivered.contains("b"));
  }

  @Test
  void aSlowSubscriberDisturbsNoOther() {
    barn().slow = true;
    subscribe(new Subscription.Mqtt(), webhook("http://barn.example"));
    inTime(() -> store.cursors.containsKey("webhook-barn"));

    appended(ids(1, 200));

    inTime(() -> mqtt().delivered.contains("m200"));
    assertThat(barn().open).hasSize(1);
    assertThat(barn().delivered).isEmpty();
    assertThat(store.largestRead.get()).isLessThanOrEqualTo(256);
  }

  @Test
  void aWebhookThatNeverTookAnythingLosesNothingOverARestart() {
    barn().failures.set(Integer.MAX_VALUE);
    appended("before");
    subscribe(new Subscription.Mqtt(), webhook("http://barn.example"));
    inTime(() -> mqtt().delivered.contains("before"));
    appended("a", "b");

    restart();
    barn().failures.set(0);
    subscribe(new Subscription.Mqtt(), webhook("http://barn.example"));

    inTime(() -> barn().delivered.contains("b"));
    assertThat(barn().delivered).containsExactly("a", "b");
  }

  @Test
  void aWebhookThatIsConfiguredAnewGoesOnWhereItWas() {
    subscribe(new Subscription.Mqtt(), webhook("http://barn.example"));
    inTime(() -> store.cursors.containsKey("webhook-barn"));
    appended("a", "b");
    inTime(() -> barn().delivered.contains("b"));
    barn().failures.set(Integer.MAX_VALUE);
    appended("c");

    subscribe(new Subscription.Mqtt(), webhook("http://barn.example/new"));
    barn().failures.set(0);

    inTime(() -> barn().delivered.contains("c"));
    assertThat(barn().delivered).containsExactly("a", "b", "c");
  }

  @Test
  void aWebhookThatIsRemovedAndAddedAgainStartsAfresh() {
    subscribe(new Subscription.Mqtt(), webhook("http://barn.example"));
    inTime(() -> store.cursors.containsKey("webhook-barn"));
    appended("a");
    inTime(() -> barn().delivered.contains("a"));
    subscribe(new Subscription.Mqtt());
    inTime(() -> !store.cursors.containsKey("webhook-barn"));
    appended("b");

    subscribe(new Subscription.Mqtt(), webhook("http://barn.example"));
    inTime(() -> store.cursors.containsKey("webhook-barn"));
    appended("c");

    inTime(() -> barn().delivered.contains("c"));
    assertThat(barn().delivered).containsExactly("a", "c");
  }

  @Test
  void anApplicationOfTheSameNameGetsNothingOfTheOneBefore() {
    subscribe(new Subscription.Mqtt());
    mqtt().failures.set(Integer.MAX_VALUE);
    appended("old");
    subscribe();
    inTime(() -> store.cursors.getOrDefault("mqtt", 0L) == 2);
    mqtt().failures.set(0);

    subscribe(new Subscription.Mqtt());
    appended("new");

    inTime(() -> mqtt().delivered.contains("new"));
    assertThat(mqtt().delivered).containsExactly("new");
  }

  @Test
  void aSubscriberThatIsGoneForGoodIsLeftInPeaceAndKeepsItsCursor() {
    barn().pauses.set(1);
    subscribe(new Subscription.Mqtt(), webhook("http://barn.example"));
    inTime(() -> store.cursors.containsKey("webhook-barn"));
    appended("a", "b");
    inTime(() -> mqtt().delivered.contains("b") && barn().pauses.get() == 0);
    NETWORK.pass(Duration.ofMinutes(5));
    assertThat(barn().delivered).isEmpty();

    subscribe(new Subscription.Mqtt(), webhook("http://barn.example/new"));

    inTime(() -> barn().delivered.contains("b"));
    assertThat(barn().delivered).containsExactly("a", "b");
  }

  @Test
  void theCursorSurvivesARestart() {
    subscribe(new Subscription.Mqtt());
    appended("a", "b");
    inTime(() -> store.cursors.getOrDefault("mqtt", 0L) == 3);

    restart();
    subscribe(new Subscription.Mqtt());
    appended("c");

    inTime(() -> mqtt().delivered.contains("c"));
    assertThat(mqtt().delivered).containsExactly("a", "b", "c");
  }

  @Test
  void theApplicationIsAskedAgainForItsSubscribersUntilItAnswers() {
    appended("a");
    applications.receiveMessage();

    var asked = (ApplicationCommand.GetApplication) receivedInTime(applications).message();
    asked
        .replyTo()
        .tell(
            new ApplicationCommand.ApplicationDetails(
                "meadow", "", "", Instant.EPOCH, List.of(), List.of()));

    inTime(() -> mqtt().delivered.contains("a"));
  }

  @Test
  void aStoreThatCannotBeReadIsAskedAgain() {
    store.failingReads.set(2);
    restart();
    append("a");

    assertThat(receivedInTime(answers)).isEqualTo(new Appended("a"));
  }

  @Test
  void aSubscriberBehindReadsFromTheStoreThoughThatFailsOnce() {
    appended(ids(1, 150));
    store.failingReads.set(1);

    subscribe(new Subscription.Mqtt());

    inTime(() -> mqtt().delivered.contains("m150"));
    assertThat(mqtt().delivered).containsExactly(ids(1, 150));
  }

  @Test
  void whatASubscriberMayHaveForgottenIsDeliveredAgainAfterAFailure() {
    subscribe(new Subscription.Mqtt());
    appended("a", "b");
    inTime(() -> mqtt().delivered.size() == 2);
    mqtt().forgets = Duration.ofSeconds(5);
    mqtt().failures.set(1);

    appended("c");

    inTime(() -> mqtt().delivered.contains("c"));
    assertThat(mqtt().delivered).containsExactly("a", "b", "a", "b", "c");
  }

  @Test
  void whatASubscriberMayHaveForgottenIsDeliveredAgainWhenTheLogComesBack() {
    subscribe(new Subscription.Mqtt());
    appended("a", "b");
    inTime(() -> store.cursors.getOrDefault("mqtt", 0L) == 3);
    repeat = Duration.ofSeconds(5);

    restart();
    subscribe(new Subscription.Mqtt());

    inTime(() -> mqtt().delivered.size() == 4);
    assertThat(mqtt().delivered).containsExactly("a", "b", "a", "b");
  }
}
