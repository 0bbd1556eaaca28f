package io.lorikeet.gatewaybridge.semtech;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.router.Location;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.actors.router.Reception.Fix;
import io.lorikeet.actors.router.Reception.Path;
import io.lorikeet.actors.router.Reception.Signal;
import io.lorikeet.gatewaybridge.semtech.SemtechDatagram.Malformed;
import io.lorikeet.gatewaybridge.semtech.SemtechDatagram.PullData;
import io.lorikeet.gatewaybridge.semtech.SemtechDatagram.PushData;
import io.lorikeet.protocol.Payload;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SemtechDatagramTest {

  private static final String GOOD =
      """
      {"tmst":7,"freq":868.1,"stat":1,"modu":"LORA","datr":"SF7BW125","codr":"4/5",\
      "lsnr":9.0,"rssi":-50,"size":3,"data":"AQID"}""";

  private static final ReceivedPacket GOOD_PACKET =
      new ReceivedPacket(
          Payload.ofHex("010203"),
          Radio.lora(868_100_000, 7, 125_000, "4/5"),
          7,
          new Signal(-50, 9),
          new Path(0, 0, 0),
          Fix.NONE);

  @Test
  void aPushDataOfARealForwarderIsReadByteByByte() {
    var bytes =
        HexFormat.of()
            .parseHex(
                "026973000016c001ff10a1b27b227278706b223a5b7b226a766572223a312c22746d7374223a"
                    + "31303530343434362c226368616e223a352c2272666368223a312c2266726571223a3836382e"
                    + "3130303030302c226d6964223a20312c2273746174223a312c226d6f6475223a224c4f524122"
                    + "2c2264617472223a225346374257313235222c22636f6472223a22342f35222c227273736973"
                    + "223a2d35312c226c736e72223a392e302c22666f6666223a302c2272737369223a2d35302c22"
                    + "73697a65223a31382c2264617461223a225143776143796141414141424c5476775279687275"
                    + "763764227d5d7d");

    assertThat(SemtechDatagram.parse(bytes))
        .isEqualTo(
            new PushData(
                2,
                0x6973,
                Rig.GATEWAY,
                List.of(
                    new ReceivedPacket(
                        Payload.ofHex("402c1a0b26800000012d3bf047286bbafedd"),
                        Radio.lora(868_100_000, 7, 125_000, "4/5"),
                        10_504_446,
                        new Signal(-50, 9),
                        new Path(5, 1, 0),
                        Fix.NONE)),
                List.of(),
                Optional.empty()));
  }

  @Test
  void aPullDataIsReadByteByByte() {
    assertThat(parse("0267c6020016c001ff10a1b2")).isEqualTo(new PullData(2, 0x67c6, Rig.GATEWAY));
    assertThat(parse("0167c6020016c001ff10a1b2")).isEqualTo(new PullData(1, 0x67c6, Rig.GATEWAY));
  }

  @ParameterizedTest
  @CsvSource({
    "'',TOO_SHORT",
    "026973,TOO_SHORT",
    "02697300,TOO_SHORT",
    "026973000016c001ff10a1,TOO_SHORT",
    "006973000016c001ff10a1b2,UNSUPPORTED_VERSION",
    "036973000016c001ff10a1b2,UNSUPPORTED_VERSION",
    "ff6973000016c001ff10a1b2,UNSUPPORTED_VERSION",
    "026973010016c001ff10a1b2,UNEXPECTED_TYPE",
    "026973030016c001ff10a1b2,UNEXPECTED_TYPE",
    "026973040016c001ff10a1b2,UNEXPECTED_TYPE",
    "026973060016c001ff10a1b2,UNEXPECTED_TYPE",
    "026973ff0016c001ff10a1b2,UNEXPECTED_TYPE",
    "026973000016c001ff10a1b2,BAD_JSON",
  })
  void aBadHeaderIsMalformed(String hex, DropReason reason) {
    assertThat(parse(hex)).isEqualTo(new Malformed(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[];BAD_JSON",
        "7;BAD_JSON",
        "{;BAD_JSON",
        "{\"rxpk\":[;BAD_JSON",
        "{\"rxpk\":[{\"tmst\":}]};BAD_JSON",
        "{\"stat\":{}}{};BAD_JSON",
        "{};NO_CONTENT",
        "{\"rxpk\":7,\"stat\":null};NO_CONTENT",
        "{\"other\":{\"rxpk\":[]}};NO_CONTENT",
      })
  void badJsonIsMalformed(String json, DropReason reason) {
    assertThat(push(json)).isEqualTo(new Malformed(reason));
  }

  @Test
  void jsonThatGoesTooDeepIsMalformedAndNotFollowed() {
    assertThat(push("{\"a\":" + "[".repeat(60_000)))
        .isEqualTo(new Malformed(DropReason.EXCESSIVE_JSON));
    assertThat(push("{\"rxpk\":" + "[{\"rsig\":".repeat(7_000)))
        .isEqualTo(new Malformed(DropReason.EXCESSIVE_JSON));
    assertThat(push("{\"stat\":{\"lati\":" + "9".repeat(60_000) + "}}"))
        .isEqualTo(new Malformed(DropReason.EXCESSIVE_JSON));
    assertThat(push("{\"" + "x".repeat(60_000) + "\":1}"))
        .isEqualTo(new Malformed(DropReason.EXCESSIVE_JSON));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 40, 100, 150})
  void aTruncatedPushDataIsMalformed(int from) {
    var whole = Forwarder.datagram(2, 1, 0, Rig.GATEWAY, "{\"rxpk\":[" + GOOD + "]}");
    for (int length = from; length < whole.length; length++) {
      assertThat(SemtechDatagram.parse(Arrays.copyOf(whole, length))).isInstanceOf(Malformed.class);
    }
  }

  @Test
  void aTruncatedPullDataOrTxAckIsMalformed() {
    for (int type : new int[] {2, 5}) {
      var whole = Forwarder.datagram(2, 1, type, Rig.GATEWAY, "");
      for (int length = 0; length < whole.length; length++) {
        assertThat(SemtechDatagram.parse(Arrays.copyOf(whole, length)))
            .isEqualTo(new Malformed(DropReason.TOO_SHORT));
      }
    }
  }

  @Test
  void aBadPacketDropsOnlyItself() {
    var read = pushData(GOOD, "7", replaced("\"AQID\"", "\"AQI*\""), GOOD, "null", "[[]]", GOOD);

    assertThat(read.received()).containsExactly(GOOD_PACKET, GOOD_PACKET, GOOD_PACKET);
    assertThat(read.dropped())
        .containsExactly(
            DropReason.BAD_PACKET,
            DropReason.BAD_BASE64,
            DropReason.BAD_PACKET,
            DropReason.BAD_PACKET);
  }

  @Test
  void whatComesAfter255PacketsIsDropped() {
    var read = pushData(Collections.nCopies(300, GOOD).toArray(String[]::new));

    assertThat(read.received()).hasSize(255);
    assertThat(read.dropped()).containsExactly(DropReason.TOO_MANY_PACKETS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"stat\":1;\"stat\":-1;BAD_CRC",
        "\"stat\":1;\"stat\":0;BAD_CRC",
        "\"stat\":1;\"stat\":2;BAD_FIELD",
        "\"stat\":1;\"x\":1;MISSING_FIELD",
        "\"tmst\":7;\"x\":7;MISSING_FIELD",
        "\"tmst\":7;\"tmst\":4294967296;BAD_FIELD",
        "\"tmst\":7;\"tmst\":-1;BAD_FIELD",
        "\"tmst\":7;\"tmst\":7.5;BAD_FIELD",
        "\"tmst\":7;\"tmst\":\"7\";BAD_FIELD",
        "\"tmst\":7;\"tmst\":{\"a\":[1]};BAD_FIELD",
        "\"freq\":868.1;\"x\":1;MISSING_FIELD",
        "\"freq\":868.1;\"freq\":null;BAD_FIELD",
        "\"freq\":868.1;\"freq\":1e300;BAD_FIELD",
        "\"freq\":868.1;\"freq\":1e999;BAD_FIELD",
        "\"freq\":868.1;\"freq\":0;BAD_FIELD",
        "\"freq\":868.1;\"freq\":-868.1;BAD_FIELD",
        "\"LORA\";\"LR-FHSS\";UNSUPPORTED_MODULATION",
        "\"LORA\";\"FSK\";UNSUPPORTED_MODULATION",
        "\"modu\":\"LORA\";\"x\":1;MISSING_FIELD",
        "\"modu\":\"LORA\";\"modu\":1;BAD_FIELD",
        "SF7BW125;SF13BW125;UNSUPPORTED_MODULATION",
        "SF7BW125;SF4BW125;UNSUPPORTED_MODULATION",
        "SF7BW125;SF7BW123;UNSUPPORTED_MODULATION",
        "SF7BW125;SF07BW125;UNSUPPORTED_MODULATION",
        "\"SF7BW125\";50000;UNSUPPORTED_MODULATION",
        "\"SF7BW125\";null;BAD_FIELD",
        "\"datr\":\"SF7BW125\";\"x\":1;MISSING_FIELD",
        "4/5;OFF;UNSUPPORTED_MODULATION",
        "\"rssi\":-50;\"x\":1;MISSING_FIELD",
        "\"rssi\":-50;\"rssi\":-5e9;BAD_FIELD",
        "\"size\":3;\"x\":1;MISSING_FIELD",
        "\"size\":3;\"size\":2;SIZE_MISMATCH",
        "\"size\":3;\"size\":4;SIZE_MISMATCH",
        "\"data\":\"AQID\";\"x\":1;MISSING_FIELD",
        "\"data\":\"AQID\";\"data\":7;BAD_FIELD",
        "AQID;AQI*;BAD_BASE64",
        "AQID;AQIDA;BAD_BASE64",
        "AQID;AQ=D;BAD_BASE64",
        "AQID;AQI\u00e9;BAD_BASE64",
      })
  void eachDefectOfAPacketHasItsReason(String good, String bad, DropReason reason) {
    var read = pushData(replaced(good, bad));

    assertThat(read.dropped()).containsExactly(reason);
    assertThat(read.received()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"tmst\":7;\"tmst\":7.0",
        "\"tmst\":7;\"tmst\":9,\"tmst\":7",
        "\"size\":3;\"size\":3.0",
        "\"codr\":\"4/5\";\"x\":{\"y\":[1,{\"z\":null}]}",
        "\"rssi\":-50;\"rssi\":-50.0",
        "\"tmst\":7;\"tmst\":7,\"time\":\"yesterday\",\"tmms\":\"x\",\"ftime\":-1,\"foff\":-12",
      })
  void whatForksWriteOtherwiseIsReadAllTheSame(String usual, String other) {
    assertThat(pushData(replaced(usual, other)).received()).containsExactly(GOOD_PACKET);
  }

  @ParameterizedTest
  @CsvSource({
    "'',''",
    "AA==,00",
    "AA,00",
    "AA=,00",
    "AAE=,0001",
    "AAE,0001",
    "-_-_,fbffbf",
    "+/+/,fbffbf",
    "+_-/,fbffbf",
  })
  void base64IsReadInBothAlphabetsWithAndWithoutPadding(String data, String hex) {
    var packet = GOOD.replace("AQID", data).replace("\"size\":3", "\"size\":" + hex.length() / 2);

    assertThat(pushData(packet).received())
        .extracting(ReceivedPacket::phy)
        .containsExactly(Payload.ofHex(hex));
  }

  @Test
  void frequenciesAreRoundedToTheHertz() {
    for (long hertz = 863_000_000; hertz < 870_000_000; hertz += 12_500) {
      var megahertz = "%d.%06d".formatted(hertz / 1_000_000, hertz % 1_000_000);
      assertThat(pushData(replaced("868.1", megahertz)).received().get(0).radio().frequencyHz())
          .isEqualTo(hertz);
    }
  }

  @Test
  void theLargestCounterIsRead() {
    assertThat(pushData(replaced("\"tmst\":7", "\"tmst\":4294967295")).received().get(0).tmst())
        .isEqualTo(4_294_967_295L);
  }

  @Test
  void fskHasABitRateAndNoSnr() {
    var packet =
        """
        {"tmst":7,"freq":868.8,"stat":1,"modu":"FSK","datr":50000,"lsnr":3,"rssi":-60,\
        "size":0,"data":""}""";

    var read = pushData(packet).received().get(0);

    assertThat(read.radio()).isEqualTo(Radio.fsk(868_800_000, 50_000));
    assertThat(read.signal()).isEqualTo(new Signal(-60, 0));
    assertThat(read.phy()).isEqualTo(Payload.empty());
  }

  @Test
  void lrFhssHasAWidthAndACodingRate() {
    var packet =
        """
        {"tmst":7,"freq":868.13,"stat":1,"modu":"LR-FHSS","datr":"M0CW137","codr":"4/6",\
        "rssi":-110,"size":0,"data":""}""";

    var read = pushData(packet).received().get(0);

    assertThat(read.radio()).isEqualTo(Radio.lrFhss(868_130_000, 137_000, "2/3"));
    assertThat(read.radio().dataRateText()).isEqualTo("M0CW137");
  }

  @Test
  void theAntennaThatHeardBestSpeaksForAll() {
    var packet =
        """
        {"tmst":7,"freq":868.1,"stat":1,"modu":"LORA","datr":"SF7BW125","codr":"4/5","chan":2,\
        "size":3,"data":"AQID","rsig":[\
        {"ant":0,"chan":2,"rssic":-110,"lsnr":-3.5,"ftime":11},7,\
        {"ant":1,"chan":2,"rssic":-100,"lsnr":2.5,"ftime":12,"etime":"x"},\
        {"ant":2,"lsnr":9}]}""";

    var read = pushData(packet).received().get(0);

    assertThat(read.signal()).isEqualTo(new Signal(-100, 2.5f));
    assertThat(read.path()).isEqualTo(new Path(2, 0, 1));
    assertThat(read.fix().fineTimestamp()).isEqualTo(OptionalLong.of(12));
  }

  @Test
  void timeComesAsUtcOrAsGpsTime() {
    var utc = replaced("\"tmst\":7", "\"tmst\":7,\"time\":\"2026-11-21T03:01:05.668846Z\"");
    var gps = replaced("\"tmst\":7", "\"tmst\":7,\"tmms\":1479265284668,\"ftime\":123456789");

    assertThat(pushData(utc).received().get(0).fix().time())
        .contains(Instant.parse("2026-11-21T03:01:05.668846Z"));
    assertThat(pushData(gps).received().get(0).fix())
        .isEqualTo(
            new Fix(
                Optional.of(Instant.parse("2026-11-21T03:01:06.668Z")),
                OptionalLong.of(123_456_789),
                Optional.empty()));
  }

  @Test
  void aStatTellsThePlace() {
    assertThat(stat("\"lati\":52.37,\"long\":4.89,\"alti\":3,\"time\":\"x\",\"rxnb\":1").location())
        .contains(new Location(52.37, 4.89, 3, Location.Source.GPS));
    assertThat(stat("\"lati\":0.0,\"long\":0.0").location()).isEmpty();
    assertThat(stat("\"lati\":91,\"long\":4").location()).isEmpty();
    assertThat(stat("\"lati\":[1],\"long\":4").location()).isEmpty();
    assertThat(stat("\"rxnb\":1").location()).isEmpty();
  }

  @Test
  void packetsAndStatComeTogether() {
    var read = (PushData) push("{\"stat\":{\"rxnb\":1},\"rxpk\":[" + GOOD + "],\"x\":1}\0\n");

    assertThat(read.received()).containsExactly(GOOD_PACKET);
    assertThat(read.stat()).isPresent();
  }

  private static GatewayStat stat(String json) {
    return ((PushData) push("{\"stat\":{" + json + "}}")).stat().orElseThrow();
  }

  private static String replaced(String usual, String other) {
    assertThat(GOOD).contains(usual);
    return GOOD.replace(usual, other);
  }

  private static PushData pushData(String... packets) {
    return (PushData) push(Rig.push(packets));
  }

  private static SemtechDatagram push(String json) {
    return SemtechDatagram.parse(Forwarder.datagram(2, 1, 0, Rig.GATEWAY, json));
  }

  static SemtechDatagram parse(String hex) {
    return SemtechDatagram.parse(HexFormat.of().parseHex(hex));
  }
}
