package io.lorikeet.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.Vectors;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.crypto.UplinkRadio;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.key.Aes128Key;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DataFrameTest {

  private static final Aes128Key KEY = Aes128Key.parse("000102030405060708090a0b0c0d0e0f");

  static Stream<Named<DataVector>> vectors() {
    return Vectors.in("data.json")
        .map(named -> Named.of(named.getName(), new DataVector(named.getPayload())));
  }

  static Stream<Named<DataVector>> vectors10() {
    return vectors().filter(named -> !named.getPayload().version11());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void isReadWithAllItsFields(DataVector vector) {
    var expected = vector.encrypted();

    var frame = vector.parsed();

    assertThat(frame.mType()).isEqualTo(expected.mType());
    assertThat(frame.devAddr()).isEqualTo(expected.devAddr());
    assertThat(frame.fCtrl()).isEqualTo(expected.fCtrl());
    assertThat(frame.fCnt16()).isEqualTo((int) (expected.fCnt() & 0xffff));
    assertThat(frame.fOpts()).isEqualTo(expected.fOpts());
    assertThat(frame.fPort()).isEqualTo(expected.fPort());
    assertThat(frame.frmPayload()).isEqualTo(expected.frmPayload());
    assertThat(frame.phy()).isEqualTo(vector.phy());
    assertThat(frame.direction()).isEqualTo(vector.direction());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void isSignedAsOthersSignIt(DataVector vector) {
    assertThat(vector.signed()).isEqualTo(vector.parsed());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void hasAValidMicWithItsOwnCounterOnly(DataVector vector) {
    assertThat(vector.hasValidMic(vector.fCnt())).isTrue();
    assertThat(vector.hasValidMic(vector.fCnt() ^ 0x10000)).isFalse();
    assertThat(vector.hasValidMic(vector.fCnt() + 0x1_0000_0000L)).isFalse();
    assertThat(vector.hasValidMic(-1)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void isDecrypted(DataVector vector) {
    assertThat(vector.decryptedFrmPayload()).isEqualTo(vector.clear().frmPayload());
    assertThat(vector.decryptedFOpts()).isEqualTo(vector.clear().fOpts());
  }

  @ParameterizedTest
  @MethodSource("vectors10")
  void isBuiltFromClearContents(DataVector vector) {
    var keys = new SessionKeys10(vector.key("NwkSKey"), vector.key("AppSKey"));

    var frame =
        vector.uplink()
            ? DataFrames.buildUplink10(vector.clear(), keys)
            : DataFrames.buildDownlink10(vector.clear(), keys);

    assertThat(frame.phy()).isEqualTo(vector.phy());
  }

  @ParameterizedTest
  @MethodSource("vectors10")
  void hasNoValidMicIfAnyBitIsWrong(DataVector vector) {
    for (int bit = 0; bit < 8 * vector.phy().size(); bit++) {
      var bytes = vector.phy().toBytes();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      if (PhyPayload.parse(Payload.of(bytes)) instanceof DataFrame frame) {
        assertThat(DataCrypto.hasValidMic10(frame, vector.key("NwkSKey"), vector.fCnt())).isFalse();
      }
    }
  }

  @Test
  void forwardingNetworksCheckHalfOfTheMicOf11() {
    vectors()
        .map(Named::getPayload)
        .filter(vector -> vector.version11() && vector.uplink())
        .forEach(
            vector -> {
              var key = vector.key("FNwkSIntKey");
              var frame = vector.parsed();
              assertThat(DataCrypto.hasValidForwardingMic11(frame, key, vector.fCnt())).isTrue();
              assertThat(DataCrypto.hasValidForwardingMic11(frame, key, vector.fCnt() + 0x10000))
                  .isFalse();
            });
  }

  @Test
  void mayHaveMacCommandsBesideAnEmptyPort0() {
    var spec = spec(MType.UNCONFIRMED_DATA_UP, Payload.ofHex("02"), 0, Payload.empty());

    var frame = DataFrames.sign10(spec, KEY);

    assertThat(PhyPayload.parse(frame.phy())).isEqualTo(frame);
  }

  @Test
  void isNotMadeOfContentsThatBreakTheFormat() {
    var two = Payload.ofHex("0202");
    var up = MType.UNCONFIRMED_DATA_UP;

    refused(() -> spec(MType.JOIN_REQUEST, Payload.empty(), 1, two), "JOIN_REQUEST");
    refused(() -> spec(up, Payload.of(new byte[16]), 1, two), "16 bytes");
    refused(() -> spec(up, Payload.empty(), 256, two), "256");
    refused(() -> spec(up, Payload.empty(), DataFrame.NO_PORT, two), "FRMPayload");
    refused(() -> spec(up, two, 0, two), "FOpts");
    refused(() -> spec(up, Payload.empty(), 1, Payload.of(new byte[243])), "256 bytes");
    refused(() -> new DataFrameSpec(up, new DevAddr(1), FCtrl.NONE, 1L << 32, two, 1, two), "FCnt");
  }

  @Test
  void isNotBuiltInTheWrongDirection() {
    var up = spec(MType.CONFIRMED_DATA_UP, Payload.empty(), 1, Payload.empty());
    var down = spec(MType.CONFIRMED_DATA_DOWN, Payload.empty(), 1, Payload.empty());
    var keys = new SessionKeys10(KEY, KEY);

    refused(() -> DataFrames.buildDownlink10(up, keys), "CONFIRMED_DATA_UP");
    refused(() -> DataFrames.buildUplink10(down, keys), "CONFIRMED_DATA_DOWN");
    refused(() -> DataFrames.signDownlink11(up, KEY, 0), "CONFIRMED_DATA_UP");
    refused(
        () -> DataFrames.signUplink11(down, KEY, KEY, new UplinkRadio(0, 0, 0)),
        "CONFIRMED_DATA_DOWN");
  }

  private static void refused(Runnable attempt, String why) {
    assertThatThrownBy(attempt::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  private static DataFrameSpec spec(MType mType, Payload fOpts, int fPort, Payload payload) {
    return new DataFrameSpec(mType, new DevAddr(1), FCtrl.NONE, 7, fOpts, fPort, payload);
  }
}
