package io.lorikeet.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorikeet.protocol.Vectors;
import io.lorikeet.protocol.key.Aes128Key;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RejoinRequestTest {

  static Stream<Named<JsonNode>> vectors() {
    return Vectors.in("rejoin-request.json");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void isReadWithAllItsFields(JsonNode vector) {
    var fields = vector.get("fields");

    assertThat(PhyPayload.parseUplink(Vectors.phy(vector)))
        .isEqualTo(
            new RejoinRequest(
                fields.get("rejoinType").asInt(),
                fields.has("netId") ? Optional.of(Vectors.netId(fields)) : Optional.empty(),
                fields.has("joinEui") ? Optional.of(Vectors.joinEui(fields)) : Optional.empty(),
                Vectors.devEui(fields),
                Vectors.nonce(fields),
                Vectors.phy(vector)));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void hasAValidMicWithTheKeyOfItsTypeOnly(JsonNode vector) {
    var request = (RejoinRequest) PhyPayload.parse(Vectors.phy(vector));
    var key = Vectors.key(vector, request.type() == 1 ? "JSIntKey" : "SNwkSIntKey");

    assertThat(request.hasValidMic(key)).isTrue();
    assertThat(request.hasValidMic(Aes128Key.of(new byte[16]))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void isMadeAsItIsInTheVector(JsonNode vector) {
    var read = (RejoinRequest) PhyPayload.parse(Vectors.phy(vector));
    var key = Vectors.key(vector, read.type() == 1 ? "JSIntKey" : "SNwkSIntKey");

    var made =
        read.type() == 1
            ? RejoinRequest.create(read.joinEui().orElseThrow(), read.devEui(), read.rjCount(), key)
            : RejoinRequest.create(
                read.type(), read.netId().orElseThrow(), read.devEui(), read.rjCount(), key);

    assertThat(made.phy()).isEqualTo(Vectors.phy(vector));
  }
}
