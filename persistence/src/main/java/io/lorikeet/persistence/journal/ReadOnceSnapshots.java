package io.lorikeet.persistence.journal;

import akka.persistence.SelectedSnapshot;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotSelectionCriteria;
import akka.persistence.cassandra.snapshot.CassandraSnapshotStore;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.protocol.internal.util.Bytes;
import com.typesafe.config.Config;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * The snapshot store of akka-persistence-cassandra, which asks for the last snapshot at once
 * instead of asking which ones there are and then for that one, with a stream for each. If it
 * cannot be read the other one's way is taken, which goes on to an older one.
 *
 * <p>Akka makes it by its name in store.conf.
 */
public final class ReadOnceSnapshots extends CassandraSnapshotStore {

  private static final Logger LOG = LoggerFactory.getLogger(ReadOnceSnapshots.class);

  private final PluginTable table;
  private final Serialization serialization;

  /** As Akka calls it. */
  public ReadOnceSnapshots(Config config, String path) {
    super(config, path);
    this.table =
        new PluginTable(
            context().system(),
            "snapshot",
            "SELECT sequence_nr, timestamp, ser_id, ser_manifest, snapshot_data, snapshot, meta"
                + " FROM %s WHERE persistence_id = ? LIMIT 1");
    this.serialization = SerializationExtension.get(context().system());
  }

  @Override
  public Future<Option<SelectedSnapshot>> loadAsync(
      String entity, SnapshotSelectionCriteria criteria) {
    if (!criteria.equals(SnapshotSelectionCriteria.latest())) {
      return super.loadAsync(entity, criteria);
    }
    return FutureConverters.asScala(
        table
            .select()
            .execute(entity)
            .thenComposeAsync(answer -> latest(entity, criteria, answer), context().dispatcher()));
  }

  private CompletionStage<Option<SelectedSnapshot>> latest(
      String entity, SnapshotSelectionCriteria criteria, AsyncResultSet answer) {
    var row = answer.one();
    if (row == null) {
      return CompletableFuture.completedFuture(Option.empty());
    }
    try {
      if (row.isNull("snapshot") && row.isNull("meta")) {
        return CompletableFuture.completedFuture(Option.apply(snapshot(entity, row)));
      }
    } catch (Exception e) { // what a serializer throws is not declared
      LOG.warn(
          "snapshot {} of {} cannot be read, looking for an older one: {}",
          row.getLong("sequence_nr"),
          entity,
          e.toString());
    }
    return FutureConverters.asJava(super.loadAsync(entity, criteria));
  }

  private SelectedSnapshot snapshot(String entity, Row row) {
    var bytes = Bytes.getArray(row.getByteBuffer("snapshot_data"));
    var state =
        serialization.deserialize(bytes, row.getInt("ser_id"), row.getString("ser_manifest")).get();
    var metadata =
        new SnapshotMetadata(entity, row.getLong("sequence_nr"), row.getLong("timestamp"));
    return new SelectedSnapshot(metadata, state);
  }
}
