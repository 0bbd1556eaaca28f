package io.lorikeet.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.Vectors;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.NetId;
import io.lorikeet.protocol.key.Aes128Key;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PhyPayloadPropertyTest {

  private static final SessionKeys10 KEYS =
      new SessionKeys10(
          Aes128Key.parse("000102030405060708090a0b0c0d0e0f"),
          Aes128Key.parse("101112131415161718191a1b1c1d1e1f"));

  @Property
  void anyBytesAreAFrameOrMalformed(@ForAll @Size(max = 300) byte[] bytes) {
    var phy = Payload.of(bytes);

    Stream.of(PhyPayload.parse(phy), PhyPayload.parseUplink(phy), PhyPayload.parseDownlink(phy))
        .forEach(PhyPayloadPropertyTest::checkSignatures);
  }

  @Property
  void anyBytesAfterAnyHeaderAreAFrameOrMalformed(
      @ForAll @IntRange(max = 255) int mhdr, @ForAll @Size(max = 40) byte[] rest) {
    var bytes = new byte[1 + rest.length];
    bytes[0] = (byte) mhdr;
    System.arraycopy(rest, 0, bytes, 1, rest.length);

    checkSignatures(PhyPayload.parse(Payload.of(bytes)));
  }

  @Example
  void everyTruncationOfEveryVectorIsAFrameOrMalformed() {
    Stream.of("data.json", "join-request.json", "join-accept-10.json", "rejoin-request.json")
        .flatMap(Vectors::in)
        .map(vector -> Vectors.phy(vector.getPayload()))
        .forEach(
            phy -> {
              for (int size = 0; size < phy.size(); size++) {
                checkSignatures(PhyPayload.parse(phy.slice(0, size)));
              }
            });
  }

  @Property
  void whatIsBuiltIsReadAgain(@ForAll("specs") DataFrameSpec clear) {
    var up = clear.mType().uplinkData();

    var built =
        up ? DataFrames.buildUplink10(clear, KEYS) : DataFrames.buildDownlink10(clear, KEYS);

    assertThat(PhyPayload.parse(built.phy())).isEqualTo(built);
    assertThat(DataCrypto.hasValidMic10(built, KEYS.nwkSKey(), clear.fCnt())).isTrue();
    var key = clear.fPort() == 0 ? KEYS.nwkSKey() : KEYS.appSKey();
    assertThat(
            DataCrypto.crypt(
                key, built.direction(), built.devAddr(), clear.fCnt(), built.frmPayload()))
        .isEqualTo(clear.frmPayload());
  }

  @Property
  void joinAcceptsAreReadAgain(@ForAll("contents") JoinAcceptContents contents) {
    var key = KEYS.appSKey();

    assertThat(JoinAcceptContents.decode10(contents.encode10(key), key)).contains(contents);
  }

  @Provide
  Arbitrary<DataFrameSpec> specs() {
    var ports = Arbitraries.integers().between(DataFrame.NO_PORT, 255);
    return Combinators.combine(
            Arbitraries.of(MType.class).filter(MType::data),
            Arbitraries.integers().map(DevAddr::new),
            Arbitraries.integers().between(0, 255).map(FCtrl::of),
            Arbitraries.longs().between(0, FrameCounter.MAX),
            payloads(DataFrameSpec.MAX_F_OPTS),
            ports,
            payloads(PhyPayload.MAX_SIZE - 28))
        .as(
            (type, devAddr, fCtrl, fCnt, fOpts, port, payload) ->
                new DataFrameSpec(
                    type,
                    devAddr,
                    fCtrl,
                    fCnt,
                    port == 0 ? Payload.empty() : fOpts,
                    port,
                    port == DataFrame.NO_PORT ? Payload.empty() : payload));
  }

  @Provide
  Arbitrary<JoinAcceptContents> contents() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 0xffffff),
            Arbitraries.integers().between(0, 0xffffff).map(NetId::new),
            Arbitraries.integers().map(DevAddr::new),
            Arbitraries.integers().between(0, 7),
            Arbitraries.integers().between(0, 15),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 15),
            Arbitraries.of(Payload.empty(), Payload.of(new byte[16])))
        .as(JoinAcceptContents::new);
  }

  private static Arbitrary<Payload> payloads(int maxSize) {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(maxSize).map(Payload::of);
  }

  /** No frame that was read makes a check of its signature throw. */
  private static void checkSignatures(PhyPayload frame) {
    var key = KEYS.nwkSKey();
    if (frame instanceof DataFrame data) {
      assertThat(DataCrypto.hasValidMic10(data, key, 0xabcdef01L)).isFalse();
    } else if (frame instanceof JoinRequest request) {
      assertThat(request.hasValidMic(key)).isFalse();
    } else if (frame instanceof RejoinRequest request) {
      assertThat(request.hasValidMic(key)).isFalse();
    } else if (frame instanceof JoinAccept accept) {
      assertThat(JoinAcceptContents.decode10(accept, key)).isEmpty();
    } else {
      assertThat(frame).isInstanceOf(Malformed.class);
    }
  }
}
