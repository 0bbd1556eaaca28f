package io.lorikeet.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.simulator.EventLoop;
import io.lorikeet.simulator.FakeNetwork;
import io.lorikeet.simulator.SimulatedTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LoadRunTest {

  private static final int RUN = 4711;

  private final List<LoadDevice> devices = LoadDevices.madeUp(LoadClass.A, 1, 50, 1);
  private final Map<DevAddr, LoadDevice> byAddress =
      devices.stream().collect(Collectors.toMap(LoadDevice::devAddr, Function.identity()));
  private final AtomicReference<LoadRun> run = new AtomicReference<>();
  private final Set<DataFrame> seen = ConcurrentHashMap.newKeySet();

  @Test
  void findsEveryUplinkThatTheNetworkDelivers() throws InterruptedException {
    var report = run(heard -> first(heard, this::deliver));

    assertThat(report.counts()).isEqualTo(new LoadReport.Counts(100, 100, 0));
    assertThat(report.achievedRate()).isPositive();
    assertThat(report.latency().at(50)).isPositive();
    assertThat(report.gateways().pushed()).isEqualTo(3 * 120);
    assertThat(seen).hasSize(120);
  }

  @Test
  void countsWhatIsLostAndWhatComesTwice() throws InterruptedException {
    var number = new AtomicInteger();
    var report =
        run(
            heard ->
                first(
                    heard,
                    frame -> {
                      int n = number.getAndIncrement();
                      for (int times = n % 3; times > 0; times--) {
                        deliver(frame);
                      }
                    }));

    assertThat(report.counts().sent()).isEqualTo(100);
    assertThat(report.counts().lost()).isBetween(33, 34);
    assertThat(report.counts().duplicated()).isBetween(33L, 34L);
  }

  @Test
  void aSecondRunGoesOnCounting() throws InterruptedException {
    run(heard -> first(heard, this::deliver));
    var state = LoadState.none().after(devices);
    var again = LoadDevices.madeUp(LoadClass.A, 1, 50, 1);
    state.restore(again);

    assertThat(again.get(0).nextFCnt()).isEqualTo(devices.get(0).nextFCnt()).isPositive();
  }

  private LoadReport run(Consumer<FakeNetwork.Heard> network) throws InterruptedException {
    var traffic =
        new Traffic(
            new Traffic.Shape(50, 4, 3, 12, 0, 1),
            1000,
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofMillis(500));
    try (var server = new FakeNetwork(network);
        var loop = EventLoop.start(SimulatedTime.real())) {
      var gateways = LoadGateways.byChance(loop, traffic.shape());
      run.set(new LoadRun(loop, traffic, RUN, devices, gateways, List.of()));
      gateways.connect(List.of(server.address()));
      var report = run.get().run(sent -> {});
      gateways.stop();
      return report;
    }
  }

  private void first(FakeNetwork.Heard heard, Consumer<DataFrame> then) {
    var frame = (DataFrame) PhyPayload.parse(heard.phy());
    if (seen.add(frame)) {
      then.accept(frame);
    }
  }

  private void deliver(DataFrame frame) {
    var keys = byAddress.get(frame.devAddr()).keys();
    assertThat(DataCrypto.hasValidMic10(frame, keys.nwkSKey(), frame.fCnt16())).isTrue();
    var clear =
        DataCrypto.crypt(
            keys.appSKey(), Direction.UP, frame.devAddr(), frame.fCnt16(), frame.frmPayload());
    run.get().onPayload(clear.toBytes());
  }
}
