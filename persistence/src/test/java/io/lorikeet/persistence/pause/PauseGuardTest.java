package io.lorikeet.persistence.pause;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PauseGuardTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final AtomicInteger ended = new AtomicInteger();
  private final PauseGuard guard =
      new PauseGuard(Duration.ofSeconds(6), now::get, ended::incrementAndGet);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void a_process_that_runs_may_write() {
    for (var i = 0; i < 100; i++) {
      pass(Duration.ofMillis(200));
      guard.tick();
      guard.check();
    }

    assertThat(ended).hasValue(0);
  }

  @Test
  void a_short_halt_does_not_matter() {
    pass(Duration.ofSeconds(6));
    guard.check();

    assertThat(ended).hasValue(0);
  }

  @Test
  void after_a_long_halt_the_first_write_ends_the_process() {
    pass(Duration.ofSeconds(7));
    guard.check();

    assertThat(ended).hasValue(1);
  }

  @Test
  void after_a_long_halt_the_watch_does_not_hide_it() {
    pass(Duration.ofSeconds(7));
    guard.tick();

    assertThat(ended).hasValue(1);
  }

  @Test
  void the_session_asks_before_each_statement() {
    var calls = new ArrayList<String>();
    var session =
        (CqlSession)
            Proxy.newProxyInstance(
                CqlSession.class.getClassLoader(),
                new Class<?>[] {CqlSession.class},
                (proxy, method, arguments) -> {
                  calls.add(method.getName() + " after " + ended.get());
                  return method.getReturnType() == boolean.class
                      ? Boolean.FALSE
                      : CompletableFuture.completedFuture(null);
                });
    var registry = new SimpleMeterRegistry();
    var guarded =
        GuardedSessionProvider.guarded(session, Optional.of(guard), new StoreMeters(registry));

    pass(Duration.ofSeconds(7));
    assertThat(guarded.isClosed()).isFalse();
    guarded.executeAsync("SELECT 1");

    assertThat(calls).containsExactly("isClosed after 0", "executeAsync after 1");
    assertThat(registry.get("lorikeet.store.requests").tag("operation", "read").timer().count())
        .isEqualTo(1);
  }
}
