package io.lorikeet.persistence.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriteGroupsTest {

  private record Request(List<String> queries, CompletableFuture<AsyncResultSet> answer) {}

  private final Queue<Request> requests = new ArrayDeque<>();
  private final HandTimer timer = new HandTimer();
  private final WriteGroups groups = new WriteGroups(Duration.ofMillis(2), this::send, timer);

  /** The linger passes when the test says so. */
  private static final class HandTimer implements WriteGroups.Timer {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean closed;

    @Override
    public void after(Duration delay, Runnable task) {
      if (closed) {
        throw new RejectedExecutionException();
      }
      tasks.add(task);
    }

    @Override
    public void close() {
      closed = true;
    }

    private void pass() {
      while (!tasks.isEmpty()) {
        tasks.remove().run();
      }
    }
  }

  private CompletionStage<AsyncResultSet> send(BatchStatement batch) {
    var queries = new ArrayList<String>();
    batch.forEach(statement -> queries.add(((SimpleStatement) statement).getQuery()));
    var request = new Request(queries, new CompletableFuture<>());
    requests.add(request);
    return request.answer();
  }

  private CompletableFuture<AsyncResultSet> write(String query) {
    return groups.add(List.of(SimpleStatement.newInstance(query))).toCompletableFuture();
  }

  /** The next request, after the linger. */
  private Request next() {
    timer.pass();
    return requests.remove();
  }

  /** A write that goes at once: what comes from now on waits for others. */
  private Request underWay() {
    write("first");
    return requests.remove();
  }

  @AfterEach
  void close() {
    groups.close();
  }

  @Test
  void a_write_that_is_alone_goes_at_once() {
    var alone = write("a");
    var request = requests.remove();
    assertThat(request.queries()).containsExactly("a");
    request.answer().complete(null);
    assertThat(alone).isCompleted();

    write("b");
    assertThat(requests.remove().queries()).containsExactly("b");
  }

  @Test
  void writes_that_come_together_go_in_one_request_and_are_done_when_it_is() {
    underWay();
    var one = write("a");
    var other = write("b");

    var request = next();
    assertThat(request.queries()).containsExactly("a", "b");
    assertThat(one).isNotDone();

    request.answer().complete(null);
    assertThat(one).isCompleted();
    assertThat(other).isCompleted();
  }

  @Test
  void what_one_call_writes_is_never_taken_apart() {
    underWay();
    for (int i = 0; i < WriteGroups.MAX_STATEMENTS - 1; i++) {
      write("single");
    }
    groups.add(List.of(SimpleStatement.newInstance("row"), SimpleStatement.newInstance("note")));
    write("last");

    assertThat(next().queries()).endsWith("row", "note").doesNotContain("last");
    assertThat(next().queries()).containsExactly("last");
  }

  @Test
  void beyond_some_requests_under_way_writes_wait_and_go_together() {
    var underWay = new ArrayList<>(List.of(underWay()));
    for (int i = 0; i < 3; i++) {
      write("more");
      underWay.add(next());
    }
    write("c");
    write("d");
    assertThat(requests).isEmpty();

    underWay.get(0).answer().complete(null);
    assertThat(next().queries()).containsExactly("c", "d");
  }

  @Test
  void a_statement_that_cassandra_rejects_fails_its_writer_alone() {
    underWay();
    var good = write("good");
    var bad = write("bad");
    next().answer().completeExceptionally(rejected());

    for (int i = 0; i < 2; i++) {
      var alone = next();
      if (alone.queries().equals(List.of("good"))) {
        alone.answer().complete(null);
      } else {
        alone.answer().completeExceptionally(rejected());
      }
    }
    assertThat(good).isCompleted();
    assertThat(bad).isCompletedExceptionally();
  }

  private static InvalidQueryException rejected() {
    return new InvalidQueryException(null, "no such table");
  }

  @Test
  void a_time_out_fails_every_writer_of_the_group_and_is_not_sent_again() {
    underWay();
    var one = write("a");
    var other = write("b");
    next().answer().completeExceptionally(new DriverTimeoutException("late"));

    assertThatThrownBy(one::join).hasRootCauseInstanceOf(DriverTimeoutException.class);
    assertThatThrownBy(other::join).hasRootCauseInstanceOf(DriverTimeoutException.class);
    assertThat(requests).isEmpty();
  }

  @Test
  void what_waits_is_sent_when_it_is_closed() {
    underWay();
    write("a");
    groups.close();
    assertThat(next().queries()).containsExactly("a");
  }
}
