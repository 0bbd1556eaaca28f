package io.lorikeet.persistence.pause;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Requests to the store: how long they take, {@code lorikeet.store.requests}, and how many fail,
 * {@code lorikeet.store.failures}; both by {@code operation}.
 */
final class StoreMeters {

  /** What a request does to the store; the label is its name in lower case. */
  private enum Operation {
    READ,
    WRITE,
    DELETE
  }

  /** Milliseconds. */
  private static final int[] STEPS = {
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000
  };

  private final Map<Operation, Timer> requests = new EnumMap<>(Operation.class);
  private final Map<Operation, Counter> failures = new EnumMap<>(Operation.class);

  StoreMeters(MeterRegistry registry) {
    for (var operation : Operation.values()) {
      var label = operation.name().toLowerCase(Locale.ROOT);
      requests.put(
          operation,
          Timer.builder("lorikeet.store.requests")
              .description("requests to Cassandra")
              .tag("operation", label)
              .serviceLevelObjectives(
                  IntStream.of(STEPS).mapToObj(Duration::ofMillis).toArray(Duration[]::new))
              .register(registry));
      failures.put(operation, registry.counter("lorikeet.store.failures", "operation", label));
    }
  }

  /**
   * Counts one that has its answer.
   *
   * @param request a statement, or the text of one
   */
  void answered(Object request, long nanos, Throwable failure) {
    var operation = operation(request);
    requests.get(operation).record(nanos, TimeUnit.NANOSECONDS);
    if (failure != null) {
      failures.get(operation).increment();
    }
  }

  private static Operation operation(Object request) {
    if (request instanceof BoundStatement bound) {
      return ofQuery(bound.getPreparedStatement().getQuery());
    }
    if (request instanceof BatchStatement) {
      return Operation.WRITE; // the journal's only batches are events
    }
    return request instanceof SimpleStatement simple
        ? ofQuery(simple.getQuery())
        : ofQuery(String.valueOf(request));
  }

  private static Operation ofQuery(String query) {
    var text = query.stripLeading();
    if (text.regionMatches(true, 0, "SELECT", 0, 6)) {
      return Operation.READ;
    }
    return text.regionMatches(true, 0, "DELETE", 0, 6) ? Operation.DELETE : Operation.WRITE;
  }
}
