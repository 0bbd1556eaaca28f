package io.lorikeet.actors.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogTailTest {

  private final LogTail tail = new LogTail(3, 5);

  private static LogStore.Entry entry(long position, String id) {
    return new LogStore.Entry(
        position,
        new ApplicationMessage.DeviceChanged(
            id,
            new EndDeviceId("meadow", "sensor"),
            Instant.EPOCH,
            ApplicationMessage.Change.UPDATE));
  }

  private List<String> from(long position) {
    return tail.from(position, 10).stream().map(entry -> entry.message().id()).toList();
  }

  @Test
  void holdsTheLastEntriesAndTheIdsOfSomeMore() {
    for (int i = 1; i <= 7; i++) {
      tail.add(entry(i, "m" + i));
    }

    assertThat(from(5)).containsExactly("m5", "m6", "m7");
    assertThat(from(4)).as("to be read from the store").isEmpty();
    assertThat(tail.holds("m3")).isTrue();
    assertThat(tail.holds("m2")).isFalse();
  }

  @Test
  void whatWasHeldBeforeIsOlderThanWhatHasComeMeanwhile() {
    tail.add(entry(4, "m4"));

    tail.addBefore(List.of(entry(2, "m2"), entry(3, "m3")));
    tail.rememberBefore(List.of("m0", "m1"));
    tail.add(entry(5, "m5"));

    assertThat(from(3)).containsExactly("m3", "m4", "m5");
    assertThat(tail.holds("m0")).as("the oldest of six").isFalse();
    assertThat(tail.holds("m1")).isTrue();
  }

  @Test
  void neverHasAGapAndNoneOfTwoEntriesAtOnePosition() {
    tail.add(entry(1, "m1"));
    tail.add(entry(3, "m3"));
    assertThat(from(1)).isEmpty();
    assertThat(from(3)).containsExactly("m3");

    tail.add(entry(3, "of another writer"));
    tail.add(entry(4, "m4"));

    assertThat(from(3)).as("both are in the store").isEmpty();
    assertThat(from(4)).containsExactly("m4");
    assertThat(tail.holds("of another writer")).isTrue();
  }
}
