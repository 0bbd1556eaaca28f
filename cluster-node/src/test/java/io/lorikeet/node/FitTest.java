package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FitTest {

  private static final String SHARDS = "akka.cluster.sharding.number-of-shards";
  private static final String PARTITIONS = "lorikeet.handler.log.partitions";
  private static final String KEYSPACE = "lorikeet.persistence.keyspace";
  private static final String NET_ID = "lorikeet.network-server.net-id";

  private static final Map<String, String> SAME =
      Map.of(SHARDS, "60", PARTITIONS, "4", KEYSPACE, "lorikeet", NET_ID, "000000");

  private static final Fit CLUSTER = new Fit(4, SAME, "aa", List.of("aa"), Map.of("MEADOW", "1"));

  private static Fit format(int format) {
    return new Fit(format, SAME, "aa", List.of("aa"), Map.of());
  }

  private static Fit keys(String sealing, String... opening) {
    return new Fit(4, SAME, sealing, List.of(opening), Map.of());
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
    var same = Map.of(SHARDS, "61", PARTITIONS, "8", KEYSPACE, "elsewhere", NET_ID, "00000a");
    var other = new Fit(4, same, "aa", List.of("aa"), Map.of());

    assertThat(CLUSTER.objectionsTo(other))
        .containsExactlyInAnyOrder(
            "lorikeet.network-server.net-id: the node has 00000a, the cluster 000000",
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

  @Test
  void aFrequencyPlanCanBeAddedButNotHaveTwoContents() {
    assertThat(CLUSTER.objectionsTo(plans(Map.of("MEADOW", "1", "HILL", "2")))).isEmpty();
    assertThat(CLUSTER.objectionsTo(plans(Map.of()))).isEmpty();
    assertThat(CLUSTER.objectionsTo(plans(Map.of("MEADOW", "3"))))
        .singleElement()
        .asString()
        .contains("MEADOW");
  }

  private static Fit plans(Map<String, String> plans) {
    return new Fit(4, SAME, "aa", List.of("aa"), plans);
  }

  @Test
  void whatANodeTellsIsWhatAnotherReads(@TempDir Path plans) throws IOException {
    Files.writeString(plans.resolve("own.conf"), "\"EU.MEADOW\" { region = EU868 } # one\n");
    var settings = Map.of("lorikeet.frequency-plans.directory", plans.toString());
    var names = Map.of("lorikeet.persistence.sealing-key", "aa");
    var config =
        ClusterConfig.complete(
            ConfigFactory.parseMap(settings)
                .withFallback(ConfigFactory.parseMap(names))
                .withFallback(ConfigFactory.parseString("lorikeet.persistence.opening-keys = [aa]"))
                .withFallback(ConfigFactory.parseString("lorikeet.cluster.forming = alone"))
                .withFallback(ConfigFactory.load()),
            ClusterSettings.from(
                ConfigFactory.parseString("lorikeet.cluster.forming = alone")
                    .withFallback(ConfigFactory.load())));

    var told = Fit.of(ConfigFactory.parseString(Misfit.describe(config)));

    assertThat(told).isEqualTo(Fit.of(config));
    assertThat(told.plans()).containsOnlyKeys("EU.MEADOW");
  }
}
