package io.lorikeet.gatewaybridge.semtech;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Reading answers to any bytes, and never throws. */
class AnyBytesTest {

  @Property(tries = 2000)
  void anyBytesAreRead(@ForAll @Size(max = 300) byte[] bytes) {
    assertThat(SemtechDatagram.parse(bytes)).isNotNull();
  }

  @Property(tries = 2000)
  void anyTextAfterAGoodHeaderIsRead(@ForAll String text, @ForAll @IntRange(max = 5) int type) {
    assertThat(SemtechDatagram.parse(Forwarder.datagram(2, 1, type, Rig.GATEWAY, text)))
        .isNotNull();
  }

  @Property(tries = 5000)
  void aGoodDatagramWithSomeBytesChangedIsRead(
      @ForAll @Size(max = 4) int[] places, @ForAll byte value) {
    var json = Rig.push(Rig.RXPK).getBytes(StandardCharsets.UTF_8);
    for (int place : places) {
      json[Math.floorMod(place, json.length)] = value;
    }
    var text = new String(json, StandardCharsets.ISO_8859_1);
    assertThat(SemtechDatagram.parse(Forwarder.datagram(2, 1, 0, Rig.GATEWAY, text))).isNotNull();
  }
}
