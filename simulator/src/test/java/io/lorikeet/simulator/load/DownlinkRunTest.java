package io.lorikeet.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.DataFrameSpec;
import io.lorikeet.protocol.frame.DataFrames;
import io.lorikeet.protocol.frame.FCtrl;
import io.lorikeet.protocol.frame.MType;
import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.simulator.EventLoop;
import io.lorikeet.simulator.FakeNetwork;
import io.lorikeet.simulator.SimulatedTime;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DownlinkRunTest {

  private static final int RUN = 4712;
  private static final Traffic.Shape SHAPE = new Traffic.Shape(3, 2, 1, 8, 0, 1);
  private static final GatewayEui GATEWAY = LoadGateways.euis(1).get(0);

  private final List<LoadDevice> devices = LoadDevices.madeUp(LoadClass.C, 1, 3, 1);
  private final Map<String, LoadDevice> byId =
      devices.stream().collect(Collectors.toMap(LoadDevice::devId, Function.identity()));
  private final Map<String, Long> counters = new ConcurrentHashMap<>();

  @Test
  void findsEachDownlinkInThePullRespThatCarriesIt() throws InterruptedException {
    var report = run(number -> 1);

    assertThat(report.counts()).isEqualTo(new LoadReport.Counts(20, 20, 0));
    assertThat(report.latency().at(50)).isPositive();
    assertThat(report.json()).contains("\"pull_resp\":20");
    assertThat(report.table()).contains("20 downlinks at 200.0/s to 3 devices of class C");
  }

  @Test
  void countsWhatIsLostAndWhatComesTwice() throws InterruptedException {
    var report = run(number -> number % 2 == 0 ? 0 : 2);

    assertThat(report.counts().lost()).isEqualTo(10);
    assertThat(report.counts().duplicated()).isEqualTo(10);
  }

  /**
   * @param times how often the network sends each
   */
  private DownlinkReport run(Function<Integer, Integer> times) throws InterruptedException {
    var traffic =
        new Traffic(
            SHAPE, 200, Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMillis(300));
    try (var server = new FakeNetwork(heard -> {});
        var loop = EventLoop.start(SimulatedTime.faster(4))) {
      var run = new DownlinkRun(loop, traffic, RUN, devices, List.of());
      var gateways = LoadGateways.inTurn(loop, SHAPE, run);
      gateways.connect(List.of(server.address()));
      var published = new int[1];
      var report =
          run.run(
              (topic, json) -> {
                for (int i = times.apply(published[0]++); i > 0; i--) {
                  server.pullResp(GATEWAY, txpk(topic.split("/")[2], json));
                }
              });
      gateways.stop();
      return report;
    }
  }

  private String txpk(String devId, String json) {
    var device = byId.get(devId);
    var payload = Payload.of(Base64.getDecoder().decode(json.split("\"")[5]));
    long fCnt = counters.merge(devId, 1L, Long::sum);
    var phy =
        DataFrames.buildDownlink10(
                new DataFrameSpec(
                    MType.UNCONFIRMED_DATA_DOWN,
                    device.devAddr(),
                    FCtrl.NONE,
                    fCnt,
                    Payload.empty(),
                    1,
                    payload),
                device.keys())
            .phy();
    return "{\"txpk\":{\"imme\":true,\"freq\":869.525,\"rfch\":0,\"powe\":14,\"modu\":\"LORA\","
        + "\"datr\":\"SF7BW125\",\"codr\":\"4/5\",\"ipol\":true,\"ncrc\":true,\"size\":"
        + phy.size()
        + ",\"data\":\""
        + phy.toBase64()
        + "\"}}";
  }
}
