package io.lorikeet.node.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The smallest run of the chaos suite; what it demands of times is left to longer ones. */
class ChaosIT {

  private static final Logger LOG = LoggerFactory.getLogger(ChaosIT.class);
  private static final Duration ONCE = Duration.ofSeconds(1);

  private final long seed = Long.getLong("lorikeet.test.seed", System.nanoTime());

  @TempDir Path data;

  @Test
  void aKilledNodeTakesNothingWithItThatAnotherHadAndNoCounterIsUsedTwice() throws Exception {
    LOG.info("seed {} (-Dlorikeet.test.seed={} repeats it)", seed, seed);

    var verdicts = new ChaosRun(scale(), List.of(new Kills(ONCE)), LOG::info).run(data, seed);

    LOG.info("{}", VerdictTable.of(verdicts));
    assertThat(verdicts).hasSize(1);
    var figures = verdicts.get(0).figures();
    assertThat(figures.sent()).isPositive();
    assertThat(figures.lostReceived()).as("had by a survivor and lost").isZero();
    assertThat(figures.lostAcknowledged()).as("acknowledged and lost").isZero();
    assertThat(figures.duplicated()).as("delivered under two ids").isZero();
    assertThat(figures.fCntTwice()).as("FCnt accepted twice").isZero();
    assertThat(figures.fCntDown()).as("FCntDown reused").isZero();
    assertThat(figures.devNonce()).as("DevNonce reused").isZero();
  }

  private static Scale scale() {
    var unused = Duration.ZERO;
    return new Scale(60, 20, Duration.ofSeconds(3), ONCE, unused, unused, unused, unused);
  }
}
