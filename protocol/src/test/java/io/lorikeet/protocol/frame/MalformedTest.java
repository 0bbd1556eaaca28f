package io.lorikeet.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.Vectors;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.UplinkRadio;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedTest {

  /** Where the vectors spell a reason otherwise than its constant. */
  private static final Map<String, String> SPELLED =
      Map.of("fopts-with-port0", "fopts-with-port-0");

  static Stream<Named<JsonNode>> vectors() {
    return Vectors.in("malformed.json");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void framesAreRejectedForTheRightReason(JsonNode vector) {
    var frame = parsed(vector);
    var expect = vector.get("expect");
    if (expect.get("verdict").asText().equals("accept")) {
      assertThat(signedByOwner(vector, frame)).isTrue();
      return;
    }
    if (expect.get("reason").asText().equals("bad-mic")) {
      assertThat(signedByOwner(vector, frame)).isFalse();
      return;
    }
    assertThat(frame).isEqualTo(new Malformed(reason(expect.get("reason").asText())));
  }

  @Test
  void uplinksAreNoDownlinksAndTheOtherWayRound() {
    var wrong = new Malformed(Malformed.Reason.WRONG_DIRECTION);
    var joinRequest = Payload.of(new byte[23]);
    var joinAccept = Payload.ofHex("20" + "00".repeat(16));
    var uplink = Payload.ofHex("40" + "00".repeat(11));
    var downlink = Payload.ofHex("60" + "00".repeat(11));

    assertThat(PhyPayload.parseDownlink(joinRequest)).isEqualTo(wrong);
    assertThat(PhyPayload.parseUplink(joinAccept)).isEqualTo(wrong);
    assertThat(PhyPayload.parseDownlink(uplink)).isEqualTo(wrong);
    assertThat(PhyPayload.parseUplink(downlink)).isEqualTo(wrong);
    assertThat(PhyPayload.parseUplink(uplink)).isInstanceOf(DataFrame.class);
    assertThat(PhyPayload.parseDownlink(downlink)).isInstanceOf(DataFrame.class);
  }

  private static PhyPayload parsed(JsonNode vector) {
    var phy = Vectors.phy(vector);
    return vector.get("direction").asText().equals("up")
        ? PhyPayload.parseUplink(phy)
        : PhyPayload.parseDownlink(phy);
  }

  private static Malformed.Reason reason(String text) {
    var spelled = SPELLED.getOrDefault(text, text);
    return Malformed.Reason.valueOf(spelled.replace('-', '_').toUpperCase(Locale.ROOT));
  }

  /** Fails if the frame is none: then its MIC was not looked at. */
  private static boolean signedByOwner(JsonNode vector, PhyPayload frame) {
    if (frame instanceof JoinRequest request) {
      return request.hasValidMic(Vectors.rootKey(vector));
    }
    if (frame instanceof JoinAccept accept) {
      return JoinAcceptContents.decode10(accept, Vectors.rootKey(vector)).isPresent();
    }
    assertThat(frame).isInstanceOf(DataFrame.class);
    var data = (DataFrame) frame;
    long fCnt = vector.get("fCnt").asLong();
    if (vector.get("lorawan").asText().equals("1.0")) {
      return DataCrypto.hasValidMic10(data, Vectors.key(vector, "NwkSKey"), fCnt);
    }
    return DataCrypto.hasValidUplinkMic11(
        data,
        Vectors.key(vector, "FNwkSIntKey"),
        Vectors.key(vector, "SNwkSIntKey"),
        fCnt,
        new UplinkRadio(
            vector.get("confFCnt").asLong(),
            vector.get("txDr").asInt(),
            vector.get("txCh").asInt()));
  }
}
