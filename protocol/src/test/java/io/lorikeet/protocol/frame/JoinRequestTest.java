package io.lorikeet.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorikeet.protocol.Vectors;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.JoinEui;
import io.lorikeet.protocol.key.Aes128Key;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JoinRequestTest {

  static Stream<Named<JsonNode>> vectors() {
    return Vectors.in("join-request.json");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void isReadWithAllItsFields(JsonNode vector) {
    var fields = vector.get("fields");

    assertThat(PhyPayload.parseUplink(Vectors.phy(vector)))
        .isEqualTo(
            new JoinRequest(
                Vectors.joinEui(fields),
                Vectors.devEui(fields),
                Vectors.nonce(fields),
                Vectors.phy(vector)));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void isWrittenAsADeviceWritesIt(JsonNode vector) {
    var fields = vector.get("fields");

    var request =
        JoinRequest.create(
            Vectors.joinEui(fields),
            Vectors.devEui(fields),
            Vectors.nonce(fields),
            Vectors.rootKey(vector));

    assertThat(request.phy()).isEqualTo(Vectors.phy(vector));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void hasAValidMicWithItsRootKeyOnly(JsonNode vector) {
    var request = (JoinRequest) PhyPayload.parse(Vectors.phy(vector));

    assertThat(request.hasValidMic(Vectors.rootKey(vector))).isTrue();
    assertThat(request.hasValidMic(Aes128Key.of(new byte[16]))).isFalse();
  }

  @Test
  void refusesANonceThatDoesNotFit() {
    var key = Aes128Key.of(new byte[16]);

    assertThatThrownBy(() -> JoinRequest.create(new JoinEui(1), new DevEui(2), 0x10000, key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536");
  }
}
