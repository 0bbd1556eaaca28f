package io.lorikeet.httpapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lorikeet.actors.Meters;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class MetricsTest extends ApiFixture {

  @Test
  void requestsAreCountedByRouteAndStatus() {
    var registry = new SimpleMeterRegistry();
    Meters.of(system()).add(registry);
    createApplication("counted");

    admin.get("/applications/counted");
    admin.get("/applications/counted");
    admin.get("/applications/uncounted");
    admin.get("/nothing/at/all");

    await()
        .untilAsserted(
            () -> {
              assertThat(count(registry, "/applications/{app_id}", "200")).isEqualTo(2);
              assertThat(count(registry, "/applications/{app_id}", "404")).isEqualTo(1);
              assertThat(count(registry, "none", "404")).isEqualTo(1);
            });
  }

  private static long count(SimpleMeterRegistry registry, String route, String status) {
    return registry
        .find("lorikeet.http.requests")
        .tags("route", route, "status", status)
        .timers()
        .stream()
        .mapToLong(Timer::count)
        .sum();
  }
}
