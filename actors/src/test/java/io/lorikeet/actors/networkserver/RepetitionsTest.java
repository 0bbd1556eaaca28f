package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.UplinkAccepted;
import io.lorikeet.actors.testing.Heard;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.CounterWidth;
import io.lorikeet.protocol.id.DevAddr;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepetitionsTest {

  private static final Instant AT = Instant.parse("2024-05-01T12:00:00Z");

  private final Repetitions repetitions = new Repetitions();

  private static DeduplicatedUplink heard(Duration later, int... gateways) {
    return Heard.frame(Payload.ofHex("40"), AT.plus(later), gateways);
  }

  private static UplinkAccepted accepted(String id) {
    return new UplinkAccepted(
        id,
        DevAddr.parse("26010001"),
        1,
        heard(Duration.ZERO, 1, 2),
        Set.of(),
        Optional.empty(),
        CounterWidth.BITS_32);
  }

  @Test
  void oneGatewayTellsTransmissionsApartByItsCounter() {
    assertThat(Repetitions.sameReception(heard(Duration.ZERO, 1), heard(Duration.ZERO, 1)))
        .isTrue();
    assertThat(Repetitions.sameReception(heard(Duration.ZERO, 1), heard(Duration.ofMillis(1), 1)))
        .isFalse();
  }

  @Test
  void ofTwoGatewaysItIsTheSameUntilADeviceCanHaveSentItAgain() {
    var first = heard(Duration.ZERO, 1);

    assertThat(Repetitions.sameReception(first, heard(Duration.ofMillis(1_499), 2))).isTrue();
    assertThat(Repetitions.sameReception(first, heard(Duration.ofMillis(1_500), 2))).isFalse();
  }

  @Test
  void aRetransmissionIsAnsweredAsOftenAsADeviceMaySendIt() {
    for (int i = 1; i <= 15; i++) {
      assertThat(repetitions.mayAnswer(accepted("a"), heard(Duration.ofSeconds(3L * i), 1)))
          .isTrue();
    }

    assertThat(repetitions.mayAnswer(accepted("a"), heard(Duration.ofSeconds(60), 1))).isFalse();
    assertThat(repetitions.mayAnswer(accepted("b"), heard(Duration.ofSeconds(60), 1))).isTrue();
  }

  @Test
  void whatComesMuchLaterIsAReplay() {
    assertThat(repetitions.mayAnswer(accepted("a"), heard(Duration.ofMinutes(5), 1))).isTrue();
    assertThat(repetitions.mayAnswer(accepted("a"), heard(Duration.ofMinutes(5).plusMillis(1), 1)))
        .isFalse();
  }
}
