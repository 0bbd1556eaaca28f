package io.lorikeet.actors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.gateway.AirtimeLedger.Emission;
import io.lorikeet.protocol.region.Region;
import io.lorikeet.protocol.region.SubBand;
import org.junit.jupiter.api.Test;

class AirtimeLedgerTest {

  private static final long SECOND = 1_000_000;
  private static final long SF12 = 1_810_400;
  private static final SubBand BAND =
      Region.named("EU_863_870").orElseThrow().subBandOf(868_100_000).orElseThrow();

  private static AirtimeLedger full() {
    var ledger = AirtimeLedger.EMPTY;
    for (int i = 0; ledger.allows(BAND, i * 120 * SECOND, SF12); i++) {
      ledger = ledger.add(new Emission(i, i * 120 * SECOND, SF12, 868_100_000));
    }
    return ledger;
  }

  @Test
  void onePercentIsNineteenFramesOfTheSlowestDataRate() {
    assertThat(full().used(BAND, 0)).isEqualTo(19 * SF12);
  }

  @Test
  void theFirstFrameOfAnHourIsForgottenWhenTheHourIsOver() {
    assertThat(full().allows(BAND, 3_599 * SECOND, SF12)).isFalse();
    assertThat(full().allows(BAND, 3_611 * SECOND, SF12)).isTrue();
  }

  @Test
  void anotherSubBandIsNotConcerned() {
    var high = Region.named("EU_863_870").orElseThrow().subBandOf(869_525_000).orElseThrow();

    assertThat(full().use(high, 0)).isZero();
  }

  @Test
  void transmissionsAreApartByMoreThanTheGap() {
    var ledger = AirtimeLedger.EMPTY.add(new Emission(1, 0, 100_000, 868_100_000));

    assertThat(ledger.overlaps(109_000, 50_000, 10_000)).isTrue();
    assertThat(ledger.overlaps(110_000, 50_000, 10_000)).isFalse();
    assertThat(ledger.overlaps(-60_000, 50_000, 10_000)).isFalse();
    assertThat(ledger.overlaps(-59_000, 50_000, 10_000)).isTrue();
  }

  @Test
  void whatIsOverIsSummedUpAndNothingIsLost() {
    var ledger = AirtimeLedger.EMPTY;
    for (int i = 0; i < 3_000; i++) {
      ledger = ledger.add(new Emission(i, i * SECOND, 1_000, 868_100_000));
    }

    assertThat(ledger.emissions()).hasSizeLessThan(60 + 1 + 360);
    assertThat(ledger.used(BAND, 3_000 * SECOND)).isEqualTo(3_000 * 1_000);
  }
}
