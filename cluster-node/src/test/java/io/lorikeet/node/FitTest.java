package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FitTest {

  private static final Fit CLUSTER = new Fit(4, 60, 4, "lorikeet", "aa", List.of("aa"));

  private static Fit format(int format) {
    return new Fit(format, 60, 4, "lorikeet", "aa", List.of("aa"));
  }

  private static Fit keys(String sealing, String... opening) {
    return new Fit(4, 60, 4, "lorikeet", sealing, List.of(opening));
  }

  @Test
  void aNodeLikeTheOthersFits() {
    assertThat(CLUSTER.objectionsTo(CLUSTER)).isEmpty();
  }

  @Test
  void neighbouringFormatsFit() {
    assertThat(CLUSTER.objectionsTo(format(3))).isEmpty();
    assertThat(CLUSTER.objectionsTo(format(5))).isEmpty();
    assertThat(CLUSTER.objectionsTo(format(2))).singleElement().asString().contains("has 2");
    assertThat(CLUSTER.objectionsTo(format(6))).hasSize(1);
  }

  @Test
  void whatDiffersIsNamedWithBothValues() {
    var other = new Fit(4, 61, 8, "elsewhere", "aa", List.of("aa"));

    assertThat(CLUSTER.objectionsTo(other))
        .containsExactly(
            "akka.cluster.sharding.number-of-shards: the node has 61, the cluster 60",
            "lorikeet.handler.log.partitions: the node has 8, the cluster 4",
            "lorikeet.persistence.keyspace: the node has elsewhere, the cluster lorikeet");
  }

  @Test
  void anotherKeyDoesNotFitInEitherDirection() {
    assertThat(CLUSTER.objectionsTo(keys("bb", "bb"))).hasSize(2);
  }

  @Test
  void aKeyIsChangedInTwoRounds() {
    var knowsBoth = keys("aa", "aa", "bb");
    var sealsWithNew = keys("bb", "bb", "aa");

    assertThat(CLUSTER.objectionsTo(knowsBoth)).isEmpty();
    assertThat(knowsBoth.objectionsTo(sealsWithNew)).isEmpty();
    assertThat(CLUSTER.objectionsTo(sealsWithNew)).hasSize(1);
  }
}
