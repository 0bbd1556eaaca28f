package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.Vectors;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.mac.DevStatus.DevStatusAns;
import io.lorikeet.protocol.mac.DevStatus.DevStatusReq;
import io.lorikeet.protocol.mac.DeviceTime.DeviceTimeAns;
import io.lorikeet.protocol.mac.DeviceTime.DeviceTimeReq;
import io.lorikeet.protocol.mac.LinkAdr.LinkADRAns;
import io.lorikeet.protocol.mac.LinkAdr.LinkADRReq;
import io.lorikeet.protocol.mac.LinkCheck.LinkCheckAns;
import io.lorikeet.protocol.mac.LinkCheck.LinkCheckReq;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MacCommandsTest {

  static Stream<Named<JsonNode>> vectors() {
    return StreamSupport.stream(Vectors.file("mac-commands.json").spliterator(), false)
        .map(vector -> Named.of(vector.get("meaning").asText(), vector));
  }

  static Stream<Arguments> known() {
    return Stream.of(
        Arguments.of(Direction.UP, "02", new LinkCheckReq()),
        Arguments.of(Direction.DOWN, "021403", new LinkCheckAns(20, 3)),
        Arguments.of(Direction.DOWN, "0352ff0001", new LinkADRReq(5, 2, 0x00ff, 0, 1)),
        Arguments.of(Direction.DOWN, "03ff070062", new LinkADRReq(15, 15, 0x0007, 6, 2)),
        Arguments.of(Direction.UP, "0307", new LinkADRAns(true, true, true)),
        Arguments.of(Direction.UP, "0305", new LinkADRAns(true, false, true)),
        Arguments.of(Direction.DOWN, "06", new DevStatusReq()),
        Arguments.of(Direction.UP, "06ff30", new DevStatusAns(DevStatusAns.UNKNOWN, -16)),
        Arguments.of(Direction.UP, "06001f", new DevStatusAns(DevStatusAns.EXTERNAL_POWER, 31)),
        Arguments.of(Direction.UP, "06013f", new DevStatusAns(1, -1)),
        Arguments.of(Direction.UP, "0d", new DeviceTimeReq()),
        Arguments.of(Direction.DOWN, "0d00e1f50580", new DeviceTimeAns(100_000_000, 128)),
        Arguments.of(Direction.UP, "0703", new OtherMacCommand(0x07, Payload.ofHex("03"))));
  }

  @ParameterizedTest
  @MethodSource("known")
  void areReadAndWritten(Direction direction, String hex, MacCommand command) {
    assertThat(MacCommands.parse(direction, Payload.ofHex(hex))).containsExactly(command);
    assertThat(command.encode()).isEqualTo(Payload.ofHex(hex));
    assertThat(command.cid()).isEqualTo(Payload.ofHex(hex).at(0));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void areReadAndWrittenWhetherWeUseThemOrNot(JsonNode vector) {
    var bytes = Vectors.bytes(vector, "hex");

    assertThat(MacCommands.encode(MacCommands.parse(direction(vector), bytes))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void areLeftOutWhenTheyAreCutOff(JsonNode vector) {
    var bytes = Vectors.bytes(vector, "hex");

    for (int size = 0; size < bytes.size(); size++) {
      var whole = MacCommands.encode(MacCommands.parse(direction(vector), bytes.slice(0, size)));
      assertThat(bytes.slice(0, whole.size())).isEqualTo(whole);
      assertThat(whole.size()).isLessThanOrEqualTo(size);
    }
  }

  @Test
  void followEachOther() {
    assertThat(MacCommands.parse(Direction.UP, Payload.ofHex("0307030706ff0a0d")))
        .containsExactly(
            new LinkADRAns(true, true, true),
            new LinkADRAns(true, true, true),
            new DevStatusAns(255, 10),
            new DeviceTimeReq());
  }

  @Test
  void endAtTheFirstUnknownOne() {
    assertThat(MacCommands.parse(Direction.UP, Payload.ofHex("028002")))
        .isEqualTo(List.of(new LinkCheckReq()));
  }

  @Test
  void areSkippedByTheLengthTheyTellThemselves() {
    assertThat(MacCommands.parse(Direction.DOWN, Payload.ofHex("420300aabbcc06")))
        .containsExactly(
            new OtherMacCommand(0x42, Payload.ofHex("0300aabbcc")), new DevStatusReq());
    assertThat(MacCommands.parse(Direction.DOWN, Payload.ofHex("42"))).isEmpty();
  }

  @Test
  void linkAdrIsAcceptedOnlyAsAWhole() {
    assertThat(new LinkADRAns(true, true, true).accepted()).isTrue();
    assertThat(new LinkADRAns(false, true, true).accepted()).isFalse();
    assertThat(new LinkADRAns(true, false, true).accepted()).isFalse();
    assertThat(new LinkADRAns(true, true, false).accepted()).isFalse();
  }

  @Test
  void linkCheckSaysWhatCanBeSaid() {
    assertThat(LinkCheckAns.limited(-3.5, 0)).isEqualTo(new LinkCheckAns(0, 1));
    assertThat(LinkCheckAns.limited(12.7, 3)).isEqualTo(new LinkCheckAns(12, 3));
    assertThat(LinkCheckAns.limited(900, 900)).isEqualTo(new LinkCheckAns(254, 255));
  }

  @Test
  void deviceTimeIsGpsTime() {
    assertThat(DeviceTimeAns.at(Instant.parse("2017-01-01T00:00:00.500Z")))
        .isEqualTo(new DeviceTimeAns(1_167_264_018, 128));
  }

  @Property
  void anyBytesAreReadInBothDirections(@ForAll @Size(max = 60) byte[] bytes) {
    var commands = Payload.of(bytes);
    for (var direction : Direction.values()) {
      var read = MacCommands.encode(MacCommands.parse(direction, commands));
      assertThat(read.size()).isLessThanOrEqualTo(commands.size());
    }
  }

  private static Direction direction(JsonNode vector) {
    return vector.get("dir").asText().equals("up") ? Direction.UP : Direction.DOWN;
  }
}
