package io.lorikeet.node.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The smallest part of {@code ./lorikeet chaos}: one node of three is halted until the others have
 * taken over, and wakes again, under a load that leaves the processors time.
 */
@Isolated("takes the whole machine")
class ChaosIT {

  private static final Logger LOG = LoggerFactory.getLogger(ChaosIT.class);
  private static final long SEED = 7;

  @TempDir Path data;

  @Test
  void whenANodeIsHaltedTheOthersTakeOverAndNothingIsLostOrCountedTwice() throws Exception {
    var scale = Scale.brief().smallest();

    var verdicts =
        new ChaosRun(scale, List.of(new PausedNode(scale.halt())), LOG::info).run(data, SEED);

    LOG.info("\n{}", VerdictTable.of(verdicts));
    assertThat(verdicts).hasSize(1);
    var figures = verdicts.get(0).figures();
    assertThat(figures.delivered()).isPositive();
    // How long it took is a figure of the table and no business of a test.
    assertThat(
            List.of(
                figures.lostReceived(),
                figures.lostAcknowledged(),
                figures.duplicated(),
                figures.fCntTwice(),
                figures.fCntDown(),
                figures.devNonce()))
        .allMatch(number -> number.longValue() == 0);
  }
}
