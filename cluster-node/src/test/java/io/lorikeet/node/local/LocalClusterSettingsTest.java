package io.lorikeet.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalClusterSettingsTest {

  @Test
  void usualNodesHaveAnAddressEachAndTheUsualPorts() {
    var settings =
        LocalClusterSettings.usual(Path.of("data"), 3, Optional.empty(), false, List.of());

    assertThat(settings.nodes())
        .containsExactly(
            new NodeAddresses("127.0.0.1", 1700, 8080, 8558, 25520),
            new NodeAddresses("127.0.0.2", 1700, 8080, 8558, 25520),
            new NodeAddresses("127.0.0.3", 1700, 8080, 8558, 25520));
    assertThat(settings.mqtt()).isEqualTo(new LocalClusterSettings.Mqtt("127.0.0.1", 1883));
    assertThat(settings.data()).isAbsolute();
  }
}
