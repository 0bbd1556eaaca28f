package io.lorikeet.protocol.region;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionTest {

  @ParameterizedTest
  @EnumSource
  void isReadAsItIsPrinted(Revision revision) {
    assertThat(Revision.parse(revision.toString())).contains(revision);
    assertThat(Revision.parse(" " + revision.toString().toLowerCase(java.util.Locale.ROOT)))
        .contains(revision);
  }

  @ParameterizedTest
  @CsvSource({
    "RP001-1.0.2-B, RP001_1_0_2B",
    "RP001-1.0.3-A, RP001_1_0_3A",
    "RP001_V1_0_2_REV_B, RP001_1_0_2B",
    "PHY_V1_0_3_REV_A, RP001_1_0_3A",
    "RP002_V1_0_3, RP002_1_0_3",
    "TS001_V1_0, TS001_1_0",
    "TS001-1.0.0, TS001_1_0",
    "1.0.2B, RP001_1_0_2B",
    "1.0.2-A, RP001_1_0_2A",
    "1.0.2, RP001_1_0_2B",
    "1.0.3, RP001_1_0_3A",
    "RP001-1.0.3, RP001_1_0_3A",
    "RP001-1.1, RP001_1_1B",
    "1.1.0B, RP001_1_1B",
    "1.1A, RP001_1_1A",
    "1.0.4, RP002_1_0_4",
    "1.0, TS001_1_0"
  })
  void isReadInOtherSpellings(String text, Revision expected) {
    assertThat(Revision.parse(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "RP003-1.0.0",
        "RP002-1.0.9",
        "RP002-1.0.3B",
        "RP001-1.0.4",
        "1.0.3B",
        "latest"
      })
  void isNotReadFromAnythingElse(String text) {
    assertThat(Revision.parse(text)).isEmpty();
  }

  @Test
  void isTheNearestThatKnowsTheRegion() {
    var old = Region.named("AS923-2", Revision.RP001_1_0_3A).orElseThrow();
    var newest = Region.named("CN779").orElseThrow();

    assertThat(old.revision()).isEqualTo(Revision.RP002_1_0_1);
    assertThat(newest.revision()).isEqualTo(Revision.RP002_1_0_3);
  }
}
