package io.lorikeet.persistence.journal;

import static io.lorikeet.persistence.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.AskPattern;
import io.lorikeet.actors.Meters;
import io.lorikeet.persistence.TestStore;
import io.lorikeet.protocol.key.Aes128Key;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(TestStore.LOCK)
class JournalTest {

  private static final Aes128Key KEY =
      Aes128Key.of("sixteen letters.".getBytes(StandardCharsets.US_ASCII));
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String run = UUID.randomUUID().toString();

  @Test
  void an_entity_comes_back_from_events_and_snapshot_in_another_system() {
    var events =
        Counter.EVENTS_PER_SNAPSHOT * 4 + 7; // those before the second snapshot are deleted
    var first = TestStore.system("first");
    var counter = counter(first, "a");
    for (var i = 0; i < events; i++) {
      await(count(first, counter, PATIENCE));
    }
    end(first);

    var second = TestStore.system("second");
    assertThat(await(state(second, counter(second, "a"))))
        .isEqualTo(new Counter.State(events, KEY));
    end(second);
  }

  @Test
  void an_entity_that_comes_back_asks_for_its_snapshot_and_for_its_events() {
    var first = TestStore.system("before");
    var counter = counter(first, "questions");
    for (var i = 0; i < Counter.EVENTS_PER_SNAPSHOT * 4 + 7; i++) {
      await(count(first, counter, PATIENCE));
    }
    end(first);

    var second = TestStore.system("after");
    Meters.of(second).add(new SimpleMeterRegistry());
    await(state(second, counter(second, "nothing-stored")));
    awaitQuestions(second, 2);
    await(state(second, counter(second, "questions")));
    awaitQuestions(second, 4);
    end(second);
  }

  /** An answer is counted while whoever asked goes on with it. */
  private static void awaitQuestions(ActorSystem<Void> system, long expected) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(questions(system)).isEqualTo(expected));
  }

  @Test
  void an_entity_whose_events_go_on_in_the_next_partition_comes_back_with_all_of_them() {
    var smallPartitions = "akka.persistence.cassandra.journal.target-partition-size = 10";
    var first = TestStore.system("writing", smallPartitions);
    var counter = counter(first, "partitions");
    for (var i = 0; i < Counter.EVENTS_PER_SNAPSHOT * 2 + 25; i++) {
      await(count(first, counter, PATIENCE));
    }
    end(first);

    var second = TestStore.system("reading", smallPartitions);
    assertThat(await(state(second, counter(second, "partitions"))))
        .isEqualTo(new Counter.State(Counter.EVENTS_PER_SNAPSHOT * 2 + 25, KEY));
    end(second);
  }

  @Test
  void an_entity_comes_back_that_has_nothing_but_a_snapshot() {
    var first = TestStore.system("complete");
    var counter = counter(first, "complete");
    for (var i = 0; i < Counter.EVENTS_PER_SNAPSHOT; i++) {
      await(count(first, counter, PATIENCE));
    }
    awaitSnapshot("complete", Counter.EVENTS_PER_SNAPSHOT);
    end(first);

    var second = TestStore.system("next");
    var again = counter(second, "complete");
    assertThat(await(count(second, again, PATIENCE)).count())
        .isEqualTo(Counter.EVENTS_PER_SNAPSHOT + 1);
    end(second);
  }

  @Test
  void an_entity_whose_last_snapshot_cannot_be_read_comes_back_from_the_one_before() {
    var first = TestStore.system("good");
    var counter = counter(first, "damaged");
    for (var i = 0; i < Counter.EVENTS_PER_SNAPSHOT * 2 + 7; i++) {
      await(count(first, counter, PATIENCE));
    }
    awaitSnapshot("damaged", Counter.EVENTS_PER_SNAPSHOT * 2);
    end(first);
    try (var session = TestStore.store().openSession()) {
      session.execute(
          "UPDATE lorikeet.snapshots SET snapshot_data = 0x00 WHERE persistence_id = '%s'"
                  .formatted(persistenceId("damaged"))
              + " AND sequence_nr = "
              + Counter.EVENTS_PER_SNAPSHOT * 2);
    }

    var second = TestStore.system("bad");
    assertThat(await(state(second, counter(second, "damaged"))))
        .isEqualTo(new Counter.State(Counter.EVENTS_PER_SNAPSHOT * 2 + 7, KEY));
    end(second);
  }

  private String persistenceId(String name) {
    return "Counter|" + run + name;
  }

  private void awaitSnapshot(String name, long sequenceNr) {
    try (var session = TestStore.store().openSession()) {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () ->
                  session
                          .execute(
                              "SELECT sequence_nr FROM lorikeet.snapshots WHERE persistence_id = ?"
                                  + " AND sequence_nr = ?",
                              persistenceId(name),
                              sequenceNr)
                          .one()
                      != null);
    }
  }

  /** What the journal has asked, and the snapshot store. */
  private static long questions(ActorSystem<Void> system) {
    return Meters.of(system)
        .find("lorikeet.store.requests")
        .tag("operation", "read")
        .timers()
        .stream()
        .filter(
            its ->
                List.of("messages", "snapshots", "metadata").contains(its.getId().getTag("table")))
        .mapToLong(Timer::count)
        .sum();
  }

  @Test
  void no_key_is_stored_in_clear() {
    var system = TestStore.system("keys");
    var counter = counter(system, "keys");
    for (var i = 0; i < Counter.EVENTS_PER_SNAPSHOT + 1; i++) {
      await(count(system, counter, PATIENCE));
    }
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(stored("snapshots", "snapshot_data")).isNotEmpty());

    assertThat(stored("messages", "event") + stored("snapshots", "snapshot_data"))
        .isNotEmpty()
        .doesNotContain(new String(KEY.toBytes(), StandardCharsets.ISO_8859_1));
    end(system);
  }

  private String stored(String table, String column) {
    try (var session = TestStore.store().openSession()) {
      var all = new StringBuilder();
      session
          .execute("SELECT persistence_id, %s FROM lorikeet.%s".formatted(column, table))
          .forEach(
              row -> {
                if (row.getString(0).contains(run)) {
                  all.append(StandardCharsets.ISO_8859_1.decode(row.getByteBuffer(1)));
                }
              });
      return all.toString();
    }
  }

  @Test
  void what_was_acknowledged_survives_the_sudden_death_of_cassandra() throws Exception {
    var system = TestStore.system("load");
    var acknowledged = new ConcurrentHashMap<String, Integer>();
    var goOn = new AtomicBoolean(true);
    var clients = Executors.newFixedThreadPool(8);
    for (var i = 0; i < 8; i++) {
      var name = "client-" + i;
      clients.submit(() -> countOn(system, name, acknowledged, goOn));
    }
    var restarts = TestStore.cassandra().restarts();
    awaitProgress(acknowledged);
    TestStore.cassandra().kill();
    Awaitility.await()
        .atMost(PATIENCE.multipliedBy(2))
        .until(() -> TestStore.cassandra().restarts() > restarts);
    awaitProgress(acknowledged);
    goOn.set(false);
    clients.shutdown();
    assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    end(system);

    var fresh = TestStore.system("recovery");
    var lost = new ArrayList<String>();
    acknowledged.forEach(
        (name, count) -> {
          if (await(state(fresh, counter(fresh, name))).count() < count) {
            lost.add(name);
          }
        });
    assertThat(lost).isEmpty();
    end(fresh);
  }

  private void awaitProgress(Map<String, Integer> acknowledged) {
    var before = Map.copyOf(acknowledged);
    Awaitility.await()
        .atMost(PATIENCE.multipliedBy(2))
        .until(
            () ->
                acknowledged.size() == 8
                    && acknowledged.entrySet().stream()
                        .allMatch(e -> e.getValue() > before.getOrDefault(e.getKey(), 0) + 50));
  }

  private void countOn(
      ActorSystem<Void> system,
      String name,
      Map<String, Integer> acknowledged,
      AtomicBoolean goOn) {
    var counter = counter(system, name);
    while (goOn.get()) {
      try {
        count(system, counter, Duration.ofSeconds(2)).toCompletableFuture().get();
        acknowledged.merge(name, 1, Integer::sum);
      } catch (ExecutionException notAcknowledged) {
        continue;
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private ActorRef<Counter.Command> counter(ActorSystem<Void> system, String name) {
    return Adapter.spawn(
        Adapter.toClassic(system), Counter.create(run + name), "counter-" + name, Props.empty());
  }

  private static CompletionStage<Counter.State> count(
      ActorSystem<Void> system, ActorRef<Counter.Command> counter, Duration limit) {
    return AskPattern.ask(
        counter, replyTo -> new Counter.Count(KEY, replyTo), limit, system.scheduler());
  }

  private static CompletionStage<Counter.State> state(
      ActorSystem<Void> system, ActorRef<Counter.Command> counter) {
    return AskPattern.ask(counter, Counter.GetState::new, PATIENCE, system.scheduler());
  }

  private static void end(ActorSystem<Void> system) {
    system.terminate();
    await(system.getWhenTerminated());
  }
}
