package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.Vectors;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.mac.DevStatus.DevStatusAns;
import io.lorikeet.protocol.mac.DevStatus.DevStatusReq;
import io.lorikeet.protocol.mac.DeviceTime.DeviceTimeReq;
import io.lorikeet.protocol.mac.LinkAdr.LinkADRAns;
import io.lorikeet.protocol.mac.LinkCheck.LinkCheckReq;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MacCommandsTest {

  static Stream<Named<JsonNode>> vectors() {
    return StreamSupport.stream(Vectors.file("mac-commands.json").spliterator(), false)
        .map(vector -> Named.of(vector.get("meaning").asText(), vector));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void areReadAndWritten(JsonNode vector) {
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

  /** Random bytes are seldom a command; these always are, with anything in it. */
  @Property
  void eachIsReadAsItWasWritten(
      @ForAll @IntRange(min = 1, max = 0x20) int cid, @ForAll @Size(26) byte[] body) {
    var bytes = new byte[1 + body.length];
    bytes[0] = (byte) cid;
    System.arraycopy(body, 0, bytes, 1, body.length);
    for (var direction : Direction.values()) {
      MacCommands.parse(direction, Payload.of(bytes)).stream()
          .limit(1)
          .forEach(
              command ->
                  assertThat(MacCommands.parse(direction, command.encode()))
                      .containsExactly(command));
    }
  }

  @Property
  void anyBytesAreReadInBothDirections(@ForAll @Size(max = 60) byte[] bytes) {
    var commands = Payload.of(bytes);
    for (var direction : Direction.values()) {
      var read = MacCommands.parse(direction, commands);
      var written = MacCommands.encode(read);
      assertThat(written.size()).isLessThanOrEqualTo(commands.size());
      assertThat(MacCommands.parse(direction, written)).isEqualTo(read);
    }
  }

  private static Direction direction(JsonNode vector) {
    return vector.get("dir").asText().equals("up") ? Direction.UP : Direction.DOWN;
  }
}
