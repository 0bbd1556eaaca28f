package io.lorikeet.gatewaybridge.semtech;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {

  private static final int MOST = 1_000;

  private final ConcurrencyLimit limit = new ConcurrencyLimit(MOST, 600);
  private long now;

  @Test
  void aNetworkThatIsQuickEnoughIsGivenAllThatComes() {
    fill();
    seconds(10, 250);

    assertThat(limit.limit()).isEqualTo(MOST);
    assertThat(limit.tryEnter()).isFalse();
    limit.leave();
    assertThat(limit.tryEnter()).isTrue();
  }

  @Test
  void whileFramesTakeTooLongFewerAndFewerAreUnderWay() {
    seconds(5, 250);
    fill();

    seconds(2, 1_500);
    int first = limit.limit();
    seconds(20, 3_000);

    assertThat(first).isBetween(MOST / 4, MOST / 2);
    assertThat(limit.limit()).isEqualTo(ConcurrencyLimit.LEAST);
  }

  @Test
  void oneStepIsNotFollowedByTheNextBeforeItCanHaveHelped() {
    seconds(5, 250);
    fill();

    seconds(3, 4_000);

    assertThat(limit.limit()).isEqualTo(MOST / 2);
  }

  @Test
  void aNetworkThatIsWellAgainGetsAllAgain() {
    seconds(5, 250);
    fill();
    seconds(60, 3_000);
    assertThat(limit.limit()).isEqualTo(ConcurrencyLimit.LEAST);

    seconds(60, 250);

    assertThat(limit.limit()).isEqualTo(MOST);
  }

  @Test
  void itDoesNotGrowWhileItIsNotReached() {
    seconds(5, 250);
    fill();
    seconds(60, 3_000);
    while (limit.underWay() > 0) {
      limit.leave();
    }

    seconds(60, 250);

    assertThat(limit.limit()).isLessThan(2 * ConcurrencyLimit.LEAST);
  }

  @Test
  void aNetworkThatIsAlwaysSlowIsNotOverloaded() {
    fill();

    seconds(30, 900);

    assertThat(limit.limit()).isEqualTo(MOST);
  }

  @Test
  void mostFramesMayBeLostOnTheirWayWithoutHoldingUpTheOthers() {
    fill();

    for (int i = 0; i < 300; i++) {
      now += 50;
      for (int lost = 0; lost < 5; lost++) {
        limit.overdue(now);
      }
      limit.settledOtherwise(now);
    }

    assertThat(limit.limit()).isEqualTo(MOST);
  }

  @Test
  void aNetworkThatSettlesNothingIsAskedLittle() {
    seconds(5, 250);
    fill();

    overdueFor(11);
    assertThat(limit.limit()).as("a failover takes so long").isEqualTo(MOST);
    overdueFor(10);

    assertThat(limit.limit()).isEqualTo(ConcurrencyLimit.LEAST);
  }

  @Test
  void aFewFramesSayNothing() {
    seconds(5, 250);
    fill();
    for (int i = 0; i < 10; i++) {
      now += 10_000;
      limit.delivered(5_000, now);
    }

    assertThat(limit.limit()).isEqualTo(MOST);
  }

  private void overdueFor(int seconds) {
    for (int i = 0; i < 20 * seconds; i++) {
      now += 50;
      limit.overdue(now);
    }
  }

  /** As much is under way as may be, whatever is settled. */
  private void fill() {
    while (limit.tryEnter()) {
      continue;
    }
  }

  private void seconds(int seconds, long millis) {
    for (int i = 0; i < 20 * seconds; i++) {
      now += 50;
      if (limit.underWay() > 0) {
        fill();
      }
      limit.delivered(millis, now);
    }
  }
}
