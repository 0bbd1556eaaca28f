package io.lorikeet.persistence.journal;

import akka.actor.ActorRef;
import akka.dispatch.Futures;
import akka.dispatch.OnComplete;
import akka.persistence.AtomicWrite;
import akka.persistence.PersistentRepr;
import akka.persistence.cassandra.journal.CassandraJournal;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.protocol.internal.util.Bytes;
import com.typesafe.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import scala.Function1;
import scala.collection.immutable.Seq;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/**
 * The journal of akka-persistence-cassandra, quicker for entities that come back: when a node has
 * gone thousands do at once. It asks one question where that one asks six, one after the other (up
 * to where events are deleted, twice; the last event of the partition and of the two behind it; the
 * events), and makes no stream for the answer. What an entity has persisted since its snapshot is
 * little, and in one partition; wherever that may be otherwise the other one's way is taken.
 *
 * <p>It does not look up to where events are deleted: ours are deleted behind a snapshot, and what
 * is read begins after that. Only an entity whose snapshots were taken away would notice; it comes
 * back without what they held either way.
 *
 * <p>Akka makes it by its name in store.conf.
 */
public final class ReadOnceJournal extends CassandraJournal {

  /** More than is read at once, and than an entity persists between two snapshots. */
  private static final int MARGIN = 10_000;

  private static final int PAGE_SIZE = 5_000;

  /** Akka asks for the events as soon as it knows the last one. */
  private static final long REMEMBERED_NANOS = Duration.ofSeconds(20).toNanos();

  /** More than come back at once. */
  private static final int MAX_REMEMBERED = 1_000;

  private final PluginTable table;
  private final long partitionSize;
  private final Serialization serialization;

  /** Of entities whose last event Akka has been told. */
  private final Map<String, Events> read = new ConcurrentHashMap<>();

  /** Of each entity the last one that is under way: whoever comes back waits for it. */
  private final Map<String, Future<?>> writes = new ConcurrentHashMap<>();

  private record Events(List<Row> rows, long readAtNanos) {}

  /** As Akka calls it. */
  public ReadOnceJournal(Config config, String path) {
    super(config, path);
    this.table =
        new PluginTable(
            context().system(),
            "journal",
            "SELECT sequence_nr, writer_uuid, ser_id, ser_manifest, event_manifest, event, meta"
                + " FROM %s WHERE persistence_id = ? AND partition_nr = ? AND sequence_nr >= ?");
    this.partitionSize = table.settings().getLong("target-partition-size");
    this.serialization = SerializationExtension.get(context().system());
  }

  @Override
  public Future<Seq<Try<BoxedUnit>>> asyncWriteMessages(Seq<AtomicWrite> messages) {
    var entity = messages.head().persistenceId();
    var write = super.asyncWriteMessages(messages);
    writes.put(entity, write);
    write.onComplete(
        new OnComplete<Seq<Try<BoxedUnit>>>() {
          @Override
          public void onComplete(Throwable failure, Seq<Try<BoxedUnit>> outcome) {
            writes.remove(entity, write);
          }
        },
        context().dispatcher());
    return write;
  }

  @Override
  public Future<Object> asyncReadHighestSequenceNr(String entity, long from) {
    if (writes.containsKey(entity) || isNearEnd(from)) {
      return super.asyncReadHighestSequenceNr(entity, from);
    }
    return FutureConverters.asScala(
        table
            .select()
            .executePaged(PAGE_SIZE, entity, partition(from), from)
            .thenComposeAsync(answer -> highest(entity, from, answer), context().dispatcher()));
  }

  private CompletionStage<Object> highest(String entity, long from, AsyncResultSet answer) {
    if (answer.hasMorePages()) {
      // What this looks at of the actor's is what was looked at above.
      return FutureConverters.asJava(super.asyncReadHighestSequenceNr(entity, from));
    }
    var rows = new ArrayList<Row>();
    answer.currentPage().forEach(rows::add);
    long last = rows.isEmpty() ? from : rows.get(rows.size() - 1).getLong("sequence_nr");
    if (last > from) {
      if (read.size() >= MAX_REMEMBERED) {
        read.clear(); // of entities that did not come back after all
      }
      read.put(entity, new Events(rows, System.nanoTime()));
    }
    return CompletableFuture.completedFuture(last);
  }

  private long partition(long sequenceNr) {
    return Math.max(0, sequenceNr - 1) / partitionSize;
  }

  /** Whether events may go on in the next partition. */
  private boolean isNearEnd(long sequenceNr) {
    return Math.max(0, sequenceNr - 1) % partitionSize >= partitionSize - MARGIN;
  }

  @Override
  public Future<BoxedUnit> asyncReplayMessages(
      String entity, long from, long to, long max, Function1<PersistentRepr, BoxedUnit> replay) {
    var known =
        Optional.ofNullable(read.remove(entity))
            .filter(its -> System.nanoTime() - its.readAtNanos < REMEMBERED_NANOS)
            .filter(its -> its.rows.stream().allMatch(row -> row.isNull("meta")));
    if (known.isEmpty()) {
      return super.asyncReplayMessages(entity, from, to, max, replay);
    }
    try {
      known.get().rows.stream()
          .filter(row -> isWithin(row.getLong("sequence_nr"), from, to))
          .limit(max)
          .forEach(row -> replay.apply(event(entity, row)));
      return Futures.successful(BoxedUnit.UNIT);
    } catch (Exception e) { // what a serializer throws is not declared
      return Futures.failed(e);
    }
  }

  private static boolean isWithin(long sequenceNr, long from, long to) {
    return sequenceNr >= from && sequenceNr <= to;
  }

  private PersistentRepr event(String entity, Row row) {
    var bytes = Bytes.getArray(row.getByteBuffer("event"));
    var event =
        serialization.deserialize(bytes, row.getInt("ser_id"), row.getString("ser_manifest")).get();
    return PersistentRepr.apply(
        event,
        row.getLong("sequence_nr"),
        entity,
        row.getString("event_manifest"),
        false,
        ActorRef.noSender(),
        row.getString("writer_uuid"));
  }
}
