package io.lorikeet.gatewaybridge.semtech;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorikeet.actors.gateway.DownlinkFrame;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.mac.GpsTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PullRespTest {

  @Test
  void loRaHasAllThatAForwarderAsksFor() {
    var bytes = encode(frame(Radio.lora(869_525_000, 12, 125_000, "4/5"), 3)).orElseThrow();

    assertThat(Arrays.copyOf(bytes, 4)).isEqualTo(new byte[] {2, (byte) 0xab, (byte) 0xcd, 3});
    assertThat(json(bytes))
        .isEqualTo(
            """
            {"txpk":{"imme":false,"tmst":4294967295,"freq":869.525000,"rfch":0,"powe":27,\
            "modu":"LORA","datr":"SF12BW125","codr":"4/5","ipol":true,"ncrc":true,\
            "size":3,"data":"AAAA"}}""");
  }

  @Test
  void fskHasItsDeviationAndItsCrc() {
    var bytes = encode(frame(Radio.fsk(868_800_000, 50_000), 2)).orElseThrow();

    assertThat(json(bytes))
        .isEqualTo(
            """
            {"txpk":{"imme":false,"tmst":4294967295,"freq":868.800000,"rfch":0,"powe":27,\
            "modu":"FSK","datr":50000,"fdev":25000,"ipol":true,"ncrc":false,\
            "size":2,"data":"AAA="}}""");
  }

  @Test
  void aFrameWithoutACounterGoesAtOnceOrAtAGpsTime() {
    var frame = frame(Radio.lora(869_525_000, 12, 125_000, "4/5"), 3);

    assertThat(json(encode(with(frame, DownlinkFrame.Timing.ARRIVAL)).orElseThrow()))
        .startsWith("{\"txpk\":{\"imme\":true,\"freq\":869.525000,");
    assertThat(json(encode(with(frame, DownlinkFrame.Timing.GPS)).orElseThrow()))
        .startsWith(
            "{\"txpk\":{\"imme\":false,\"tmms\":%d,".formatted(GpsTime.of(Rig.START).toMillis()));
  }

  private static DownlinkFrame with(DownlinkFrame frame, DownlinkFrame.Timing timing) {
    return new DownlinkFrame(
        frame.transmissionId(),
        frame.phy(),
        frame.radio(),
        frame.tmst(),
        frame.startsAt(),
        frame.powerDbm(),
        frame.rfChain(),
        timing);
  }

  @Test
  void theLongestFrameFitsAForwardersBuffer() {
    assertThat(encode(frame(Radio.lora(868_100_000, 7, 125_000, "4/5"), 255)).orElseThrow())
        .hasSizeLessThanOrEqualTo(999);
  }

  @Test
  void whatAForwarderCannotReadIsNotWritten() {
    assertThat(encode(frame(Radio.lora(868_100_000, 7, 125_000, "4/5"), 900))).isEmpty();
  }

  @Test
  void aForwarderThatTruncatesGetsTheRightFrequency() throws IOException {
    var mapper = new ObjectMapper();
    for (long hertz = 863_000_000; hertz <= 870_000_000; hertz += 12_500) {
      var bytes = encode(frame(Radio.lora(hertz, 7, 125_000, "4/5"), 1)).orElseThrow();
      double megahertz = mapper.readTree(json(bytes)).at("/txpk/freq").doubleValue();
      assertThat((long) (1e6 * megahertz)).isEqualTo(hertz);
    }
  }

  private static Optional<byte[]> encode(DownlinkFrame frame) {
    return PullResp.encode(2, 0xabcd, frame);
  }

  private static DownlinkFrame frame(Radio radio, int size) {
    return new DownlinkFrame(
        1,
        Payload.of(new byte[size]),
        radio,
        0xffff_ffffL,
        Rig.START,
        27,
        0,
        DownlinkFrame.Timing.COUNTER);
  }

  private static String json(byte[] datagram) {
    return new String(Arrays.copyOfRange(datagram, 4, datagram.length), StandardCharsets.US_ASCII);
  }
}
