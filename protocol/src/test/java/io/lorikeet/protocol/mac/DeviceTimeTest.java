package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.protocol.mac.DeviceTime.DeviceTimeAns;
import io.lorikeet.protocol.mac.DeviceTime.DeviceTimeReq;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeviceTimeTest {

  @Test
  void asksAndAnswers() {
    Commands.up("0d", new DeviceTimeReq());
    Commands.down("0d00e1f50580", new DeviceTimeAns(100_000_000, 128));
  }

  @Test
  void isGpsTime() {
    assertThat(DeviceTimeAns.at(Instant.parse("2017-01-01T00:00:00.500Z")))
        .isEqualTo(new DeviceTimeAns(1_167_264_018, 128));
  }
}
