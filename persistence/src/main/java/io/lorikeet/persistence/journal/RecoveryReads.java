package io.lorikeet.persistence.journal;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Spares the journal questions whose answers are known. An entity that comes back asks eight, one
 * after the other, and when a node has gone thousands come back at once. Four are left: which
 * snapshots there are, the snapshot, the last event, and the events.
 *
 * <ul>
 *   <li>Up to where events are deleted, twice: all of ours are deleted behind a snapshot, and what
 *       is read begins after that. It is answered as if none were. (Who deletes asks, too, and
 *       deletes from the first partition on, each time.) It is of use only to an entity whose
 *       snapshots were taken away, which then came back without what they held.
 *   <li>The last event of the two partitions behind one that is far from full: there is none. The
 *       journal looks that far, since a write can leave one out.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class RecoveryReads {

  private static final Pattern DELETED_TO =
      Pattern.compile("\\s*SELECT\\s+deleted_to\\s.*", Pattern.DOTALL);
  private static final Pattern LAST_EVENT =
      Pattern.compile(
          "\\s*SELECT\\s+sequence_nr\\s+FROM\\s.*ORDER BY\\s+sequence_nr\\s+DESC\\s+LIMIT\\s+1\\s*",
          Pattern.DOTALL);

  private enum Question {
    DELETED_TO,
    LAST_EVENT,
    OTHER
  }

  private record LastEvent(long sequenceNr, long readAtNanos) {}

  /** More than an entity persists at once. */
  private static final int MARGIN = 10_000;

  /** Partitions behind that of the last event. */
  private static final int LOOKED_AHEAD = 2;

  /** More than come back at once. */
  private static final int MAX_REMEMBERED = 10_000;

  /** The question about the next partition follows at once. */
  private static final long REMEMBERED_NANOS = Duration.ofSeconds(20).toNanos();

  private final long partitionSize;

  /** By its text; a node has few of them. */
  private final Map<String, Question> questions = new ConcurrentHashMap<>();

  /** Of partitions, until the ones behind them have been asked for. */
  private final Map<String, LastEvent> lastEvents = new ConcurrentHashMap<>();

  /**
   * @param partitionSize {@code akka.persistence.cassandra.journal.target-partition-size}
   */
  public RecoveryReads(long partitionSize) {
    this.partitionSize = partitionSize;
  }

  /** The answer to a request, if it need not be asked. */
  public Optional<CompletionStage<AsyncResultSet>> answer(Object request) {
    if (!(request instanceof BoundStatement bound)) {
      return Optional.empty();
    }
    var question = question(bound);
    return question == Question.DELETED_TO
            || question == Question.LAST_EVENT && isBehindTheLast(bound)
        ? Optional.of(CompletableFuture.completedFuture(none(bound)))
        : Optional.empty();
  }

  private Question question(BoundStatement bound) {
    return questions.computeIfAbsent(
        bound.getPreparedStatement().getQuery(),
        query -> {
          if (DELETED_TO.matcher(query).matches()) {
            return Question.DELETED_TO;
          }
          return LAST_EVENT.matcher(query).matches() ? Question.LAST_EVENT : Question.OTHER;
        });
  }

  private static AsyncResultSet none(BoundStatement bound) {
    return new FixedRows(bound.getPreparedStatement().getResultSetDefinitions(), List.of());
  }

  private boolean isBehindTheLast(BoundStatement bound) {
    var last = lastEvents.get(bound.getString(0));
    if (last == null) {
      return false;
    }
    long behind = bound.getLong(1) - (last.sequenceNr - 1) / partitionSize;
    if (behind != 1) {
      lastEvents.remove(bound.getString(0));
    }
    return behind >= 1
        && behind <= LOOKED_AHEAD
        && System.nanoTime() - last.readAtNanos < REMEMBERED_NANOS
        && (last.sequenceNr - 1) % partitionSize < partitionSize - MARGIN;
  }

  /** Learns from an answer; what is returned is to be read in its place. */
  public CompletionStage<AsyncResultSet> learn(
      Object request, CompletionStage<AsyncResultSet> answer) {
    return request instanceof BoundStatement bound && question(bound) == Question.LAST_EVENT
        ? answer.thenApply(rows -> remember(bound.getString(0), rows))
        : answer;
  }

  private AsyncResultSet remember(String persistenceId, AsyncResultSet answer) {
    var rows = new ArrayList<Row>(1);
    answer.currentPage().forEach(rows::add);
    if (rows.size() == 1) {
      if (lastEvents.size() >= MAX_REMEMBERED) {
        lastEvents.clear(); // of entities that did not come back after all
      }
      lastEvents.put(persistenceId, new LastEvent(rows.get(0).getLong(0), System.nanoTime()));
    }
    return new FixedRows(answer.getColumnDefinitions(), rows);
  }
}
