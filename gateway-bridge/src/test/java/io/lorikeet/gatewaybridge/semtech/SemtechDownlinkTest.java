package io.lorikeet.gatewaybridge.semtech;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.gateway.GatewayConnection.Result;
import io.lorikeet.actors.gateway.GatewayConnection.Transmit;
import io.lorikeet.actors.gateway.GatewayConnection.Transmitted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SemtechDownlinkTest {

  private static final Duration SOON = Duration.ofSeconds(1);

  private Rig rig;

  @BeforeEach
  void start() throws IOException {
    rig = new Rig();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void aFrameGoesToTheSourceOfTheLastPullDataAndIsAcknowledged() throws IOException {
    var connection = rig.online();

    connection.tell(new Transmit(rig.downlink(7, SOON), rig.transmitted.ref()));

    var datagram = rig.forwarder.receive(rig.forwarder.down);
    assertThat(datagram).startsWith(2).hasSizeLessThan(1000);
    assertThat(datagram[3]).isEqualTo((byte) 3);
    assertThat(json(datagram))
        .isEqualTo(
            """
            {"txpk":{"imme":false,"tmst":11504446,"freq":868.100000,"rfch":0,"powe":14,\
            "modu":"LORA","datr":"SF7BW125","codr":"4/5","ipol":true,"ncrc":true,\
            "size":11,"data":"YCwaCyYAAQABAgM="}}""");
    rig.forwarder.ack(Rig.GATEWAY, datagram, "");
    rig.transmitted.expectMessage(new Transmitted(7, Result.ACCEPTED));
  }

  private static String json(byte[] datagram) {
    return new String(Arrays.copyOfRange(datagram, 4, datagram.length), StandardCharsets.US_ASCII);
  }
}
