package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StoreWatchTest {

  private static final CompletionStage<?> ANSWER = CompletableFuture.completedFuture("a row");

  private CompletionStage<?> next = ANSWER;
  private final StoreWatch watch = new StoreWatch(() -> next);

  private void ask(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      watch.ask(Duration.ofMillis(1)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aStoreThatFailsAFewTimesIsNotLost() throws Exception {
    next = CompletableFuture.failedFuture(new IllegalStateException("no node was available"));
    ask(StoreWatch.MISSES - 1);
    next = ANSWER;
    ask(1);
    next = CompletableFuture.failedFuture(new IllegalStateException("no node was available"));
    ask(StoreWatch.MISSES - 1);

    assertThat(watch.trouble()).isEmpty();
  }

  @Test
  void oneThatGoesOnFailingIsLostUntilItAnswers() throws Exception {
    next = CompletableFuture.failedFuture(new IllegalStateException("no node was available"));
    ask(StoreWatch.MISSES);

    assertThat(watch.remark())
        .startsWith("but the store does not answer: ")
        .endsWith("no node was available\n");

    next = ANSWER;
    ask(1);
    assertThat(watch.remark()).isEmpty();
  }

  @Test
  void silenceIsAFailureToo() throws Exception {
    next = new CompletableFuture<>();
    ask(StoreWatch.MISSES);

    assertThat(watch.trouble().orElseThrow()).isEqualTo("no answer in time");
  }
}
