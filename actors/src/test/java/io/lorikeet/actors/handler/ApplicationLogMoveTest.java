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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a log does when it goes from one node to another. */
class ApplicationLogMoveTest {

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

  private final MemoryLogStore store = new MemoryLogStore();
  private final FakeDelivery outside = new FakeDelivery(16);
  private final TestProbe<Appended> answers = NETWORK.probe();
  private final TestProbe<ShardingEnvelope<ApplicationCommand>> applications = NETWORK.probe();
  private ActorRef<ApplicationLog.Command> log = started();

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  private ActorRef<ApplicationLog.Command> started() {
    return NETWORK
        .kit()
        .spawn(
            ApplicationLog.create(
                LOG,
                SETTINGS,
                new ApplicationLog.Ports(
                    store, new Outside(), applications.ref(), Clock.systemUTC())));
  }

  private final class Outside implements Delivery.Opener {
    @Override
    public Delivery open(LogStore.LogId its, Subscription subscription) {
      return outside;
    }

    @Override
    public Duration repeatOnOpen(Subscription subscription) {
      return Duration.ZERO;
    }
  }

  private void append(String id, boolean fresh) {
    append("sensor", id, fresh);
  }

  private void append(String device, String id, boolean fresh) {
    var message =
        new ApplicationMessage.DeviceChanged(
            id,
            new EndDeviceId("meadow", device),
            MovableClock.NOON,
            ApplicationMessage.Change.UPDATE);
    log.tell(new Append(message, fresh, answers.ref()));
  }

  private void appended(String id, boolean fresh) {
    append(id, fresh);
    answers.expectMessage(new Appended(id));
  }

  private void restart() {
    NETWORK.kit().stop(log);
    log = started();
  }

  private void subscribe() {
    log.tell(new ApplicationLog.Subscribe(List.of(new Subscription.Mqtt())));
  }

  private void inTime(String delivered) {
    await()
        .until(
            () -> {
              NETWORK.pass(Duration.ofMillis(250));
              return outside.delivered.contains(delivered);
            });
  }

  private List<String> stored() {
    return store.entries.values().stream().map(ApplicationMessage::id).toList();
  }

  @Test
  void whatIsNewIsStoredBeforeTheLogHasReadWhatItHolds() {
    appended("m1", false);
    var read = new CompletableFuture<Void>();
    store.reads = read;
    restart();

    appended("m2", true);
    append("m1", false);
    append("m3", false);
    append("other", "o1", true);
    answers.expectMessage(new Appended("o1"));
    assertThat(stored()).containsExactly("m1", "m2", "o1");

    read.complete(null);
    answers.expectMessage(new Appended("m1"));
    answers.expectMessage(new Appended("m3"));
    assertThat(stored()).containsExactly("m1", "m2", "o1", "m3");
  }

  @Test
  void whatIsNewWaitsBehindWhatItsDeviceHasHandedUpAgain() {
    var read = new CompletableFuture<Void>();
    store.reads = read;
    restart();
    append("m1", false);
    append("m2", true);
    append("other", "o1", true);
    answers.expectMessage(new Appended("o1"));

    read.complete(null);

    answers.expectMessage(new Appended("m1"));
    answers.expectMessage(new Appended("m2"));
    assertThat(stored()).containsExactly("o1", "m1", "m2");
  }

  @Test
  void whatIsNewComesOnceAndInOrderToSubscribersThatStartAfterwards() {
    subscribe();
    appended("m1", false);
    inTime("m1");
    var read = new CompletableFuture<Void>();
    store.reads = read;
    restart();
    subscribe();
    appended("m2", true);
    appended("m2", true);

    read.complete(null);
    inTime("m2");
    appended("m2", false);
    appended("m3", true);
    inTime("m3");

    assertThat(outside.delivered).containsExactly("m1", "m2", "m3");
  }

  @Test
  void subscribersDoNotWaitUntilItKnowsWhatItHeldLongAgo() {
    for (int i = 1; i <= 30; i++) {
      appended("m" + i, true);
    }
    var ids = new CompletableFuture<Void>();
    store.idReads = ids;
    restart();
    subscribe();
    appended("m31", true);
    inTime("m31");
    append("m1", false);
    appended("m30", false);
    answers.expectNoMessage(Duration.ofMillis(200));

    ids.complete(null);

    answers.expectMessage(new Appended("m1"));
    assertThat(stored()).hasSize(31);
  }

  @Test
  void whatItHeldLongAgoIsReadAgainWhenTheStoreWasAway() {
    for (int i = 1; i <= 30; i++) {
      appended("m" + i, true);
    }
    store.idReads = CompletableFuture.failedFuture(new IllegalStateException("the store is away"));
    restart();
    appended("m31", true);
    append("m1", false);
    int asked = store.idsAsked.get();
    assertThat(asked).isPositive();

    await()
        .until(
            () -> {
              NETWORK.pass(Duration.ofSeconds(1));
              return store.idsAsked.get() > asked;
            });
    store.idReads = CompletableFuture.completedFuture(null);
    await()
        .until(
            () -> {
              NETWORK.pass(Duration.ofSeconds(5));
              return store.idsAsked.get() > asked + 1;
            });

    answers.expectMessage(new Appended("m1"));
    assertThat(stored()).hasSize(31);
  }

  @Test
  void whatHasBeenGivenIsStoredBeforeTheLogStops() {
    appended("m1", false);
    var written = new CompletableFuture<Void>();
    store.writes = written;
    append("m2", false);
    append("m3", false);
    log.tell(new ApplicationLog.Stop());

    written.complete(null);

    answers.expectMessage(new Appended("m2"));
    answers.expectMessage(new Appended("m3"));
    NETWORK.<Object>probe().expectTerminated(log);
    assertThat(stored()).containsExactly("m1", "m2", "m3");
  }

  @Test
  void aLogThatCannotWriteStopsAllTheSame() {
    appended("m1", false);
    var written = new CompletableFuture<Void>();
    store.writes = written;
    append("m2", false);
    log.tell(new ApplicationLog.Stop());

    written.completeExceptionally(new IllegalStateException("the store is away"));

    NETWORK.<Object>probe().expectTerminated(log);
  }
}
