package io.lorikeet.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class EventLoopTest {

  private final List<String> done = new CopyOnWriteArrayList<>();

  @Test
  void runsTimersInTheOrderTheyAreDue() {
    try (var loop = EventLoop.start(SimulatedTime.faster(100))) {
      long now = loop.now();
      loop.execute(
          () -> {
            loop.at(now + 3_000_000, () -> done.add("third"));
            loop.at(now + 2_000_000, () -> done.add("first"));
            loop.at(now + 2_000_000, () -> done.add("second"));
          });

      await().until(() -> done.size() == 3);
      assertThat(done).containsExactly("first", "second", "third");
    }
  }

  @Test
  void outlivesATaskThatFails() {
    try (var loop = EventLoop.start(SimulatedTime.real())) {
      loop.execute(() -> List.of().get(0));

      assertThat(loop.ask(() -> "alive")).isEqualTo("alive");
    }
  }

  @Test
  void answersAfterItsEndToo() {
    var loop = EventLoop.start(SimulatedTime.real());
    loop.close();

    assertThat(loop.ask(() -> "still here")).isEqualTo("still here");
  }
}
