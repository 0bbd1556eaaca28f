package io.lorikeet.actors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConcentratorClockTest {

  private static final Instant NOON = Instant.parse("2024-05-01T12:00:00Z");

  private final ConcentratorClock clock = new ConcentratorClock();

  @Test
  void aCounterThatHasTurnedGoesOn() {
    long start = clock.place(4_294_967_000L, NOON);

    assertThat(clock.place(704, NOON.plusMillis(1)) - start).isEqualTo(1_000);
  }

  @Test
  void aReadingThatComesLateLiesBefore() {
    long start = clock.place(5_000_000, NOON);

    assertThat(clock.place(4_900_000, NOON.plusMillis(20)) - start).isEqualTo(-100_000);
  }

  @Test
  void turnsThatWereNotSeenAreCountedByTheNetworksClock() {
    long start = clock.place(0, NOON);
    long micros = 9_000_000_000L;

    var placed = clock.place(micros + 1_000 & 0xffff_ffffL, NOON.plus(Duration.ofSeconds(9_000)));

    assertThat(placed - start).isEqualTo(micros + 1_000);
  }

  @Test
  void aConcentratorThatWasRestartedIsAnchoredAnew() {
    clock.place(1_000_000_000, NOON);
    var later = NOON.plusSeconds(60);

    assertThat(clock.place(500, later)).isEqualTo(ConcentratorClock.micros(later));
  }

  @Test
  void delayInTheNetworkDoesNotMoveTransmissionsAgainstEachOther() {
    long one = clock.place(1_000_000, NOON);
    long other = clock.place(2_000_000, NOON.plusMillis(1_900));

    assertThat(other - one).isEqualTo(1_000_000);
  }
}
