package io.lorikeet.persistence.log;

import static io.lorikeet.persistence.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.handler.DownlinkMessage;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.handler.LogStore;
import io.lorikeet.persistence.TestStore;
import io.lorikeet.protocol.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(TestStore.LOCK)
class CassandraLogStoreTest {

  private static ActorSystem<Void> system;

  private final LogStore.LogId log = new LogStore.LogId("app-" + UUID.randomUUID(), 3);
  private final LogStore store = TestStore.store().logStore(system);

  @BeforeAll
  static void start() {
    system = TestStore.system("log");
  }

  @AfterAll
  static void stop() {
    system.terminate();
  }

  @Test
  void a_new_log_ends_at_0_and_holds_nothing() {
    assertThat(await(store.lastPosition(log))).isZero();
    assertThat(await(store.read(log, 1, 10))).isEmpty();
    assertThat(await(store.cursors(log))).isEmpty();
  }

  @Test
  void warming_up_leaves_nothing_behind() {
    var cold = (CassandraLogStore) TestStore.store().logStore(system);

    await(cold.warmUp());

    assertThat(await(cold.lastPosition(new LogStore.LogId("-", 0)))).isZero();
  }

  @Test
  void what_was_appended_is_read_in_order_from_any_position() {
    append(store, 1, 3);
    append(store, 4, 256);
    append(store, 260, 1);

    assertThat(positions(store, 1, 1000)).containsExactlyElementsOf(range(1, 260));
    assertThat(positions(store, 200, 1000)).containsExactlyElementsOf(range(200, 260));
    assertThat(positions(store, 1, 2)).startsWith(1L, 2L).hasSizeLessThan(10);
    assertThat(positions(store, 261, 10)).isEmpty();
    assertThat(await(store.read(log, 2, 1)).get(0).message()).isEqualTo(message(2));
  }

  @Test
  void ids_are_those_of_what_would_be_read() {
    append(store, 1, 3);
    append(store, 4, 256);
    var downlink =
        new DownlinkMessage(
            "no id of the log's",
            1,
            Payload.ofHex("00"),
            true,
            DownlinkMessage.Schedule.LAST,
            Optional.of(Instant.EPOCH),
            Optional.empty());
    await(
        store.append(
            log,
            260,
            List.of(
                new ApplicationMessage.DownlinkFailed(
                    "failed", new EndDeviceId("app", "dev"), Instant.EPOCH, downlink, "late"))));

    var read = await(store.read(log, 2, 200)).stream().map(its -> its.message().id()).toList();

    assertThat(await(store.ids(log, 2, 200))).hasSizeGreaterThan(199).isEqualTo(read);
    assertThat(await(store.ids(log, 259, 10))).containsExactly("id-259", "failed");
    assertThat(await(store.ids(log, 261, 10))).isEmpty();
  }

  @Test
  void what_two_writers_have_stored_at_one_position_does_not_hide_what_follows() {
    append(store, 1, 5);
    append(store, 6, 1);
    append(store, 7, 1);
    var other = TestStore.store().logStore(system);
    append(other, 6, 1);
    append(other, 7, 1);
    append(other, 8, 1);

    assertThat(positions(store, 1, 8)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 6L, 7L, 7L, 8L);
  }

  @Test
  void another_instance_finds_where_the_log_ends() {
    append(store, 1, 7);
    append(store, 8, 2);

    assertThat(await(TestStore.store().logStore(system).lastPosition(log))).isEqualTo(9);
  }

  @Test
  void reading_and_the_end_go_over_the_border_of_a_bucket() {
    var border = CassandraLogStore.BUCKET;
    append(store, border - 20, 10);
    append(store, border - 10, 30);
    append(store, border + 20, 10);

    var fresh = TestStore.store().logStore(system);
    assertThat(positions(fresh, border - 20, 100))
        .containsExactlyElementsOf(range(border - 20, border + 29));
    assertThat(positions(fresh, border + 5, 100))
        .containsExactlyElementsOf(range(border + 5, border + 29));
    assertThat(await(fresh.lastPosition(log))).isEqualTo(border + 29);
  }

  @Test
  void a_writer_that_was_replaced_overwrites_nothing_and_does_not_move_the_end() {
    var newWriter = TestStore.store().logStore(system);
    append(store, 1, 2);
    append(newWriter, 3, 4);
    append(store, 3, 1);

    assertThat(positions(store, 1, 100)).containsExactly(1L, 2L, 3L, 3L, 4L, 5L, 6L);
    assertThat(positions(store, 1, 3)).startsWith(1L, 2L, 3L, 3L);
    assertThat(await(store.lastPosition(log))).isEqualTo(6);
  }

  @Test
  void trimming_forgets_old_buckets_and_keeps_what_is_after() {
    var border = CassandraLogStore.BUCKET;
    append(store, 1, 5);
    append(store, border - 1, 4);
    append(store, 2 * border, 5);

    await(store.trim(log, 2 * border + 3));
    assertThat(positions(store, 1, 100)).isNotEmpty().allMatch(at -> at >= border - 1);

    await(store.trim(log, 9 * border));
    assertThat(positions(store, 1, 100))
        .containsExactlyElementsOf(range(2 * border, 2 * border + 4));
    assertThat(await(TestStore.store().logStore(system).lastPosition(log)))
        .isEqualTo(2 * border + 4);
  }

  @Test
  void a_bucket_that_was_opened_and_never_written_to_does_not_hide_the_end() {
    append(store, CassandraLogStore.BUCKET - 1, 1);
    execute(
        "UPDATE lorikeet.application_log_bucket SET after_position = %d"
                .formatted(CassandraLogStore.BUCKET - 1)
            + " WHERE application_id = '%s' AND log_partition = 3 AND bucket = 1"
                .formatted(log.applicationId()));

    assertThat(await(TestStore.store().logStore(system).lastPosition(log)))
        .isEqualTo(CassandraLogStore.BUCKET - 1);
  }

  @Test
  void the_end_outlives_the_messages_and_expired_buckets_are_passed_over() {
    append(store, 1, 5);
    append(store, 3 * CassandraLogStore.BUCKET, 5);
    expire(0, 1);

    assertThat(positions(store, 1, 100))
        .containsExactlyElementsOf(
            range(3 * CassandraLogStore.BUCKET, 3 * CassandraLogStore.BUCKET + 4));

    expire(3, 3 * CassandraLogStore.BUCKET);
    var fresh = TestStore.store().logStore(system);
    assertThat(positions(fresh, 1, 100)).isEmpty();
    assertThat(await(fresh.lastPosition(log))).isEqualTo(3 * CassandraLogStore.BUCKET + 4);
  }

  @Test
  void what_was_acknowledged_survives_the_sudden_death_of_cassandra() {
    var before = TestStore.cassandra().restarts();
    var next = 1L;
    var killed = false;
    while (TestStore.cassandra().restarts() == before) {
      try {
        append(store, next, 3);
        next += 3;
      } catch (AssertionError notAcknowledged) {
        continue;
      }
      if (!killed && next > 150) {
        TestStore.cassandra().kill();
        killed = true;
      }
    }

    var fresh = TestStore.store().logStore(system);
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> await(fresh.lastPosition(log)));
    assertThat(await(fresh.lastPosition(log))).isGreaterThanOrEqualTo(next - 1);
    assertThat(positions(fresh, 1, 1_000_000)).containsAll(range(1, next - 1));
  }

  @Test
  void cursors_are_kept_for_each_subscriber_until_removed() {
    await(store.saveCursor(log, "mqtt", 7));
    await(store.saveCursor(log, "webhook-a", 2));
    await(store.saveCursor(log, "mqtt", 9));
    assertThat(await(store.cursors(log))).isEqualTo(Map.of("mqtt", 9L, "webhook-a", 2L));

    await(store.removeCursor(log, "mqtt"));
    assertThat(await(store.cursors(log))).isEqualTo(Map.of("webhook-a", 2L));
  }

  @Test
  void partitions_of_an_application_are_logs_of_their_own() {
    append(store, 1, 5);

    var other = new LogStore.LogId(log.applicationId(), 4);
    assertThat(await(store.lastPosition(other))).isZero();
    assertThat(await(store.read(other, 1, 10))).isEmpty();
  }

  /** What the expiry of a row does: it is gone, the static cell is not. */
  private void expire(long bucket, long firstPosition) {
    execute(
        "DELETE FROM lorikeet.application_log WHERE application_id = '%s'"
                .formatted(log.applicationId())
            + " AND log_partition = 3 AND bucket = %d AND first_position = %d"
                .formatted(bucket, firstPosition));
  }

  private static void execute(String cql) {
    try (var session = TestStore.store().openSession()) {
      session.execute(cql);
    }
  }

  private void append(LogStore writer, long first, int count) {
    await(
        writer.append(
            log, first, IntStream.range(0, count).mapToObj(i -> message(first + i)).toList()));
  }

  private static ApplicationMessage message(long number) {
    return new ApplicationMessage.DeviceChanged(
        "id-" + number,
        new EndDeviceId("app", "dev"),
        Instant.ofEpochSecond(number),
        ApplicationMessage.Change.UPDATE);
  }

  private List<Long> positions(LogStore reader, long from, int limit) {
    return await(reader.read(log, from, limit)).stream().map(LogStore.Entry::position).toList();
  }

  private static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
