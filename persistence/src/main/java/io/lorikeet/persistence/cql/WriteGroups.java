package io.lorikeet.persistence.cql;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Sends writes that come within a few milliseconds in one request, while another one is under way;
 * the first goes at once. A request costs Cassandra and the driver several wake-ups of threads, a
 * row in it next to nothing.
 *
 * <p>Each writer hears about its own write, when the whole group is durable. What one call writes
 * stays in one group, and rows of one partition are one mutation: all or nothing, as alone.
 */
final class WriteGroups implements AutoCloseable {

  /** A group is sent when it has this many statements or bytes, however young it is. */
  static final int MAX_STATEMENTS = 64;

  private static final int MAX_BYTES = 256 * 1024;

  /** Above this many requests under way the rest waits, and makes larger groups. */
  private static final int MAX_UNDER_WAY = 4;

  /** Runs what it is given after a while, on one thread; when closed it refuses. */
  interface Timer {

    void after(Duration delay, Runnable task) throws RejectedExecutionException;

    void close();

    /** With a thread of its own. */
    static Timer onThread() {
      var executor =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                var thread = new Thread(task, "lorikeet-write-groups");
                thread.setDaemon(true);
                return thread;
              });
      return new Timer() {
        @Override
        public void after(Duration delay, Runnable task) {
          executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void close() {
          executor.shutdown();
        }
      };
    }
  }

  private record Write(
      List<BatchableStatement<?>> statements,
      int bytes,
      CompletableFuture<AsyncResultSet> written) {}

  private final Duration linger;
  private final Function<BatchStatement, CompletionStage<AsyncResultSet>> send;
  private final Timer timer;
  private final Queue<Write> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicInteger underWay = new AtomicInteger();

  /**
   * @param linger how long a write may wait for others when it is not the only one
   * @param send sends a batch
   */
  WriteGroups(Duration linger, Function<BatchStatement, CompletionStage<AsyncResultSet>> send) {
    this(linger, send, Timer.onThread());
  }

  WriteGroups(
      Duration linger,
      Function<BatchStatement, CompletionStage<AsyncResultSet>> send,
      Timer timer) {
    this.linger = linger;
    this.send = send;
    this.timer = timer;
  }

  /** Writes these together with what others write. */
  CompletionStage<AsyncResultSet> add(List<BatchableStatement<?>> statements) {
    var written = new CompletableFuture<AsyncResultSet>();
    waiting.add(new Write(statements, bytes(statements), written));
    if (underWay.get() == 0) {
      writeNext();
    } else {
      schedule();
    }
    return written;
  }

  private void schedule() {
    if (underWay.get() < MAX_UNDER_WAY && scheduled.compareAndSet(false, true)) {
      try {
        timer.after(linger, this::flush);
      } catch (RejectedExecutionException closed) {
        flush();
      }
    }
  }

  private void flush() {
    scheduled.set(false);
    while (!waiting.isEmpty() && underWay.get() < MAX_UNDER_WAY) {
      writeNext();
    }
  }

  private void writeNext() {
    var group = nextGroup();
    if (!group.isEmpty()) {
      write(group);
    }
  }

  private List<Write> nextGroup() {
    var group = new ArrayList<Write>();
    int statements = 0;
    int bytes = 0;
    while (statements < MAX_STATEMENTS && bytes < MAX_BYTES) {
      var write = waiting.poll();
      if (write == null) {
        break;
      }
      group.add(write);
      statements += write.statements().size();
      bytes += write.bytes();
    }
    return group;
  }

  private void write(List<Write> group) {
    underWay.incrementAndGet();
    sent(group)
        .whenComplete(
            (result, failure) -> {
              underWay.decrementAndGet();
              // Before the writers go on: what they write next may join those that wait.
              if (!waiting.isEmpty()) {
                schedule();
              }
              settle(group, result, failure);
            });
  }

  private CompletionStage<AsyncResultSet> sent(List<Write> group) {
    var statements = group.stream().flatMap(write -> write.statements().stream()).toList();
    try {
      return send.apply(
          BatchStatement.newInstance(DefaultBatchType.UNLOGGED)
              .addAll(statements)
              .setConsistencyLevel(ConsistencyLevel.LOCAL_QUORUM)
              .setIdempotent(true));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** A statement that Cassandra rejects is nobody else's failure: then each is sent alone. */
  private void settle(List<Write> group, AsyncResultSet result, Throwable failure) {
    if (failure == null) {
      group.forEach(write -> write.written().complete(result));
    } else if (group.size() > 1 && cause(failure) instanceof QueryValidationException) {
      group.forEach(write -> write(List.of(write)));
    } else {
      group.forEach(write -> write.written().completeExceptionally(cause(failure)));
    }
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static int bytes(List<BatchableStatement<?>> statements) {
    int bytes = 0;
    for (var statement : statements) {
      if (statement instanceof BoundStatement bound) {
        for (var value : bound.getValues()) {
          bytes += value == null ? 0 : value.remaining();
        }
      }
    }
    return bytes;
  }

  /** What waits is sent at once, and so is what still comes. */
  @Override
  public void close() {
    timer.close();
    while (!waiting.isEmpty()) {
      writeNext();
    }
  }
}
