package io.lorikeet.gatewaybridge.semtech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SemtechSettingsTest {

  @Test
  void theDefaultsAreThoseOfTheReference() {
    var settings = SemtechSettings.from(ConfigFactory.load());

    assertThat(settings.socket().bind()).isEqualTo("127.0.0.1");
    assertThat(settings.socket().port()).isEqualTo(1700);
    assertThat(settings.session().pinSource()).isTrue();
    assertThat(settings.session().timeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.uplinks().rate().perSecond()).isEqualTo(600);
    assertThat(settings.downlinks().leadTime()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void aValueThatMakesNoSenseIsNamed() {
    assertThatThrownBy(() -> SemtechSettings.from(Rig.config("uplinks.rate = 0")))
        .hasMessageContaining("rate: 0 (expected: 1 to");
    assertThatThrownBy(() -> SemtechSettings.from(Rig.config("port = 65536")))
        .hasMessageContaining("port: 65536 (expected: 0 to 65535)");
    assertThatThrownBy(() -> SemtechSettings.from(Rig.config("session.timeout = soon")))
        .isInstanceOf(ConfigException.class);
  }
}
