package io.lorikeet.node.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The smallest form of {@code ./lorikeet chaos}: of three nodes one is killed, one is halted until
 * the others have taken over, and the broker is gone for a while, under a load that leaves the
 * processors time.
 */
@Isolated("takes the whole machine")
class ChaosIT {

  private static final Logger LOG = LoggerFactory.getLogger(ChaosIT.class);
  private static final long SEED = 7;
  private static final Duration ONE_KILL = Duration.ofSeconds(10);

  @TempDir Path data;

  @Test
  void whateverHappensToANodeOrTheBrokerNothingIsLostOrCountedTwice() throws Exception {
    var scale = Scale.brief().smallest();
    List<Fault> faults =
        List.of(
            new Kills(ONE_KILL), new PausedNode(scale.halt()), new BrokerAway(scale.brokerAway()));

    var verdicts = new ChaosRun(scale, faults, LOG::info).run(data, SEED);

    LOG.info("\n{}", VerdictTable.of(verdicts));
    // How long devices waited is a figure of the table and no business of a test.
    assertThat(verdicts)
        .hasSameSizeAs(faults)
        .allSatisfy(
            verdict -> {
              var figures = verdict.figures();
              assertThat(figures.delivered()).isPositive();
              assertThat(figures.lostReceived()).isZero();
              assertThat(figures.lostAcknowledged()).isZero();
              assertThat(figures.duplicated()).isZero();
              assertThat(figures.fCntTwice()).isZero();
              assertThat(figures.fCntDown()).isZero();
              assertThat(figures.devNonce()).isZero();
            });
  }
}
