package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

class ActiveEntitiesTest {

  private static final long HEAP = 368L << 20;

  private static Config config(String text) {
    return ConfigFactory.parseString("lorikeet.cluster { forming = alone, %s }".formatted(text))
        .withFallback(ConfigFactory.load());
  }

  @Test
  void asManyAsTheHeapHoldsUnlessToldOtherwise() {
    assertThat(ActiveEntities.limit(config(""), HEAP)).isBetween(13_000, 14_000);
    assertThat(ActiveEntities.limit(config(""), 10 * HEAP)).isBetween(130_000, 140_000);
    assertThat(ActiveEntities.limit(config("active-entities = 500"), HEAP)).isEqualTo(500);
  }

  @Test
  void akkaIsTold() {
    var config = config("active-entities = 500");

    assertThat(
            ClusterConfig.complete(config, ClusterSettings.from(config))
                .getInt("akka.cluster.sharding.passivation.bounded.active-entity-limit"))
        .isEqualTo(500);
  }

  @Test
  void whatIsNoNumberOfEntitiesIsRefused() {
    assertThatThrownBy(() -> ActiveEntities.limit(config("active-entities = 0"), HEAP))
        .hasMessageContaining("lorikeet.cluster.active-entities")
        .hasMessageContaining("above 0, or auto");
    assertThatThrownBy(() -> ActiveEntities.limit(config("active-entities = many"), HEAP))
        .hasMessageContaining("active-entities");
  }
}
