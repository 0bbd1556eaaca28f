package io.lorikeet.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorikeet.protocol.Vectors;
import io.lorikeet.protocol.key.Aes128Key;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyVectorsTest {

  static Stream<Named<JsonNode>> keys() {
    return Vectors.in("key-derivation.json");
  }

  static Stream<Named<JsonNode>> pingOffsets() {
    return Vectors.in("class-b-ping-offset.json");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void keysAreDerivedAsOthersDeriveThem(JsonNode vector) {
    var in = vector.get("inputs");
    var out = vector.get("output");
    if (out.has("NwkSKey")) {
      assertThat(
              SessionKeyDerivation.derive10(
                  key(in, "AppKey"), nonce(in), Vectors.netId(in), Vectors.nonce(in)))
          .isEqualTo(new SessionKeys10(key(out, "NwkSKey"), key(out, "AppSKey")));
      return;
    }
    var nwkKey = key(in, "NwkKey");
    if (out.has("JSIntKey")) {
      var devEui = Vectors.devEui(in);
      assertThat(SessionKeyDerivation.jsIntKey(nwkKey, devEui)).isEqualTo(key(out, "JSIntKey"));
      assertThat(SessionKeyDerivation.jsEncKey(nwkKey, devEui)).isEqualTo(key(out, "JSEncKey"));
      return;
    }
    assertThat(
            SessionKeyDerivation.derive11(
                nwkKey, key(in, "AppKey"), nonce(in), Vectors.joinEui(in), Vectors.nonce(in)))
        .isEqualTo(
            new SessionKeys11(
                key(out, "FNwkSIntKey"),
                key(out, "SNwkSIntKey"),
                key(out, "NwkSEncKey"),
                key(out, "AppSKey")));
  }

  @ParameterizedTest
  @MethodSource("pingOffsets")
  void pingSlotsAreWhereOthersPutThem(JsonNode vector) {
    var in = vector.get("inputs");

    assertThat(
            PingSlots.offset(
                Vectors.devAddr(in),
                in.get("beaconTime").asLong(),
                in.get("pingPeriodSlots").asInt()))
        .isEqualTo(vector.get("output").get("pingOffset").asInt());
  }

  private static int nonce(JsonNode in) {
    return in.get("joinNonce").asInt();
  }

  private static Aes128Key key(JsonNode node, String name) {
    return Aes128Key.parse(node.get(name).asText());
  }
}
