package io.lorikeet.persistence.pause;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Requests to the store: how long they take, {@code lorikeet.store.requests}, and how many fail,
 * {@code lorikeet.store.failures}; both by {@code operation} and {@code table}. A request that
 * writes to several tables counts for each of them: all of its rows have taken that long.
 */
final class StoreMeters {

  /** What a request does to the store; the label is its name in lower case. */
  private enum Operation {
    READ,
    WRITE,
    DELETE
  }

  /** Ours; whatever else is asked for goes under one name. */
  private static final Set<String> TABLES =
      Set.of(
          "messages",
          "metadata",
          "snapshots",
          "application_log",
          "application_log_bucket",
          "application_log_cursor",
          "directory",
          "agreement");

  private static final String OTHER = "other";

  private static final Pattern TABLE =
      Pattern.compile("\\b(?:FROM|INTO|UPDATE)\\s+(?:\\w+\\.)?(\\w+)", Pattern.CASE_INSENSITIVE);

  /** A node has some fifty statements; a text beyond these is looked at anew each time. */
  private static final int MAX_REMEMBERED = 500;

  /** Milliseconds. */
  private static final int[] STEPS = {
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000
  };

  private record Labels(Operation operation, String table) {}

  private record Measured(Timer requests, Counter failures) {
    private void answered(long nanos, Throwable failure) {
      requests.record(nanos, TimeUnit.NANOSECONDS);
      if (failure != null) {
        failures.increment();
      }
    }
  }

  private final MeterRegistry registry;
  private final Map<Labels, Measured> measured = new ConcurrentHashMap<>();
  private final Map<String, Measured> byQuery = new ConcurrentHashMap<>();

  StoreMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Counts one that has its answer.
   *
   * @param request a statement, or the text of one
   */
  void answered(Object request, long nanos, Throwable failure) {
    if (request instanceof BatchStatement batch) {
      inBatch(batch).forEach(its -> its.answered(nanos, failure));
    } else {
      of(query(request)).answered(nanos, failure);
    }
  }

  /** Each once: a batch has few tables and perhaps many rows. */
  private List<Measured> inBatch(BatchStatement batch) {
    var each = new ArrayList<Measured>(4);
    for (var statement : batch) {
      var its = of(query(statement));
      if (!each.contains(its)) {
        each.add(its);
      }
    }
    return each;
  }

  private static String query(Object request) {
    if (request instanceof BoundStatement bound) {
      return bound.getPreparedStatement().getQuery();
    }
    return request instanceof SimpleStatement simple ? simple.getQuery() : String.valueOf(request);
  }

  private Measured of(String query) {
    var known = byQuery.get(query);
    if (known != null) {
      return known;
    }
    var its = measured.computeIfAbsent(labels(query), this::measured);
    if (byQuery.size() < MAX_REMEMBERED) {
      byQuery.put(query, its);
    }
    return its;
  }

  private Measured measured(Labels labels) {
    var operation = labels.operation().name().toLowerCase(Locale.ROOT);
    return new Measured(
        Timer.builder("lorikeet.store.requests")
            .description("requests to Cassandra")
            .tag("operation", operation)
            .tag("table", labels.table())
            .serviceLevelObjectives(
                IntStream.of(STEPS).mapToObj(Duration::ofMillis).toArray(Duration[]::new))
            .register(registry),
        registry.counter(
            "lorikeet.store.failures", "operation", operation, "table", labels.table()));
  }

  private static Labels labels(String query) {
    var table = TABLE.matcher(query);
    var name = table.find() ? table.group(1).toLowerCase(Locale.ROOT) : OTHER;
    return new Labels(operation(query), TABLES.contains(name) ? name : OTHER);
  }

  private static Operation operation(String query) {
    var text = query.stripLeading();
    if (text.regionMatches(true, 0, "SELECT", 0, 6)) {
      return Operation.READ;
    }
    return text.regionMatches(true, 0, "DELETE", 0, 6) ? Operation.DELETE : Operation.WRITE;
  }
}
