package io.lorikeet.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.Vectors;
import io.lorikeet.protocol.crypto.SessionKeyDerivation;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.crypto.SessionKeys11;
import io.lorikeet.protocol.key.Aes128Key;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JoinAcceptContentsTest {

  private static final Aes128Key WRONG = Aes128Key.of(new byte[16]);

  /** Devices that work as 1.0.x: those without OptNeg, whatever they could. */
  static Stream<Named<JsonNode>> vectors10() {
    return Stream.concat(Vectors.in("join-accept-10.json"), Vectors.in("join-accept-11.json"))
        .filter(vector -> !optNeg(vector.getPayload()));
  }

  static Stream<Named<JsonNode>> vectors11() {
    return Vectors.in("join-accept-11.json").filter(vector -> optNeg(vector.getPayload()));
  }

  @ParameterizedTest
  @MethodSource("vectors10")
  void areWrittenAndReadAsIn10(JsonNode vector) {
    var contents = contents(vector);
    var key = Vectors.rootKey(vector);

    assertThat(contents.encode10(key).phy()).isEqualTo(Vectors.phy(vector));
    assertThat(JoinAcceptContents.decode10(received(vector), key)).contains(contents);
    assertThat(JoinAcceptContents.decode10(received(vector), WRONG)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("vectors10")
  void leadToTheSessionKeysOf10(JsonNode vector) {
    var contents = contents(vector);
    var keys = vector.get("sessionKeys");

    assertThat(
            SessionKeyDerivation.derive10(
                Vectors.rootKey(vector),
                contents.joinNonce(),
                contents.netId(),
                Vectors.nonce(context(vector))))
        .isEqualTo(new SessionKeys10(key(keys, "NwkSKey"), key(keys, "AppSKey")));
  }

  @ParameterizedTest
  @MethodSource("vectors11")
  void areWrittenAndReadAsIn11(JsonNode vector) {
    var contents = contents(vector);
    var nwkKey = Vectors.rootKey(vector);
    var devEui = Vectors.devEui(context(vector));
    var jsIntKey = SessionKeyDerivation.jsIntKey(nwkKey, devEui);
    var request = request(vector);
    var join =
        new JoinContext(request, Vectors.joinEui(context(vector)), Vectors.nonce(context(vector)));
    var key =
        request == JoinContext.Request.JOIN
            ? nwkKey
            : SessionKeyDerivation.jsEncKey(nwkKey, devEui);

    assertThat(contents.encode11(key, jsIntKey, join).phy()).isEqualTo(Vectors.phy(vector));
    assertThat(JoinAcceptContents.decode11(received(vector), key, jsIntKey, join))
        .contains(contents);
    assertThat(JoinAcceptContents.decode11(received(vector), key, WRONG, join)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("vectors11")
  void leadToTheSessionKeysOf11(JsonNode vector) {
    var keys = vector.get("sessionKeys");

    assertThat(
            SessionKeyDerivation.derive11(
                Vectors.rootKey(vector),
                Vectors.key(vector, "AppKey"),
                contents(vector).joinNonce(),
                Vectors.joinEui(context(vector)),
                Vectors.nonce(context(vector))))
        .isEqualTo(
            new SessionKeys11(
                key(keys, "FNwkSIntKey"),
                key(keys, "SNwkSIntKey"),
                key(keys, "NwkSEncKey"),
                key(keys, "AppSKey")));
  }

  @ParameterizedTest
  @MethodSource("vectors10")
  void areNotReadIfAnyBitIsWrong(JsonNode vector) {
    var key = Vectors.rootKey(vector);
    int size = Vectors.phy(vector).size();

    for (int bit = 8; bit < 8 * size; bit++) {
      var bytes = Vectors.phy(vector).toBytes();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      var accept = (JoinAccept) PhyPayload.parse(Payload.of(bytes));
      assertThat(JoinAcceptContents.decode10(accept, key)).isEmpty();
    }
  }

  private static JoinAccept received(JsonNode vector) {
    return (JoinAccept) PhyPayload.parseDownlink(Vectors.phy(vector));
  }

  private static boolean optNeg(JsonNode vector) {
    return vector.get("fields").get("optNeg").asBoolean();
  }

  private static JsonNode context(JsonNode vector) {
    return vector.get("fields").get("context");
  }

  private static JoinContext.Request request(JsonNode vector) {
    int bits = Integer.parseInt(context(vector).get("joinReqType").asText(), 16);
    return Arrays.stream(JoinContext.Request.values())
        .filter(request -> request.bits() == bits)
        .findFirst()
        .orElseThrow();
  }

  private static Aes128Key key(JsonNode keys, String name) {
    return Aes128Key.parse(keys.get(name).asText());
  }

  private static JoinAcceptContents contents(JsonNode vector) {
    var fields = vector.get("fields");
    return new JoinAcceptContents(
        fields.get("joinNonce").asInt(),
        Vectors.netId(fields),
        Vectors.devAddr(fields),
        fields.get("rx1DrOffset").asInt(),
        fields.get("rx2DataRate").asInt(),
        fields.get("optNeg").asBoolean(),
        fields.get("rxDelay").asInt(),
        Vectors.bytes(fields, "cfList"));
  }
}
