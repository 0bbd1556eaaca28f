package io.lorikeet.node.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictTableTest {

  @Test
  void whatCannotBeRunHereIsNamedWithTheReason() {
    var mixed = new MixedVersions(Optional.empty(), Duration.ofSeconds(30));

    assertThat(VerdictTable.of(List.of(Verdict.notRun(mixed))))
        .contains("mixed", "NOT RUN", "no --previous DIR");
  }
}
