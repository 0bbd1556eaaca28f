package io.lorikeet.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.MType;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.protocol.id.JoinEui;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.protocol.mac.DevStatus;
import io.lorikeet.protocol.mac.LinkAdr;
import io.lorikeet.protocol.mac.MacCommands;
import io.lorikeet.simulator.FakeServer;
import io.lorikeet.simulator.SimulatedTime;
import io.lorikeet.simulator.air.Link;
import io.lorikeet.simulator.air.LinkModel;
import io.lorikeet.simulator.air.Loss;
import io.lorikeet.simulator.air.RadioWorld;
import io.lorikeet.simulator.forwarder.ConcentratorClock;
import io.lorikeet.simulator.forwarder.GatewaySettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class SimulatedDeviceTest {

  private static final Aes128Key KEY = Aes128Key.parse("000102030405060708090a0b0c0d0e0f");
  private static final DevEui DEV_EUI = DevEui.parse("0004a30b001c0530");
  private static final GatewayEui GATEWAY = GatewayEui.parse("aa555a0000000001");
  private static final Payload HELLO = Payload.ofHex("68656c6c6f");
  private static final DeviceIdentity OTAA =
      new DeviceIdentity.Otaa(DEV_EUI, JoinEui.parse("70b3d57ed0000001"), KEY);
  private static final DeviceIdentity ABP =
      new DeviceIdentity.Abp(DEV_EUI, FakeServer.DEV_ADDR, new SessionKeys10(KEY, KEY));

  private FakeServer server;
  private RadioWorld world;

  @BeforeEach
  void start() {
    server = new FakeServer(KEY);
    server.knows(FakeServer.DEV_ADDR, new SessionKeys10(KEY, KEY));
    world = RadioWorld.start(SimulatedTime.faster(5), LinkModel.equal(new Link(-80, 7)), 1);
    world.addGateway(
        GatewaySettings.of(GATEWAY, server.address())
            .withClock(new ConcentratorClock(0xffff_ffffL - 3_000_000, 12)));
    await().until(() -> server.network().knows(GATEWAY));
  }

  @AfterEach
  void stop() {
    world.close();
    server.close();
  }

  @Test
  void joinsInRx1AndSendsOnTheChannelsItWasGiven() {
    var device = device(OTAA);
    device.join();
    device.send(1, HELLO, false);

    await().until(() -> !server.uplinks().isEmpty());
    assertThat(device.events(DeviceEvent.Joined.class))
        .containsExactly(new DeviceEvent.Joined(DEV_EUI, FakeServer.DEV_ADDR, Window.RX1));
    assertThat(server.uplinks().get(0).payload()).isEqualTo(HELLO);
    assertThat(device.memory().session().orElseThrow().channels()).hasSize(8);
  }

  @Test
  void joinsInRx2() {
    server.answerJoinsInRx2();
    var device = device(OTAA);
    device.join();

    await().until(() -> !device.events(DeviceEvent.Joined.class).isEmpty());
    assertThat(device.events(DeviceEvent.Joined.class).get(0).window()).isEqualTo(Window.RX2);
  }

  @Test
  void asksAgainWithAnotherDevNonceAndGivesUp() {
    server.answerNoJoins();
    var device = world.addDevice(OTAA, DeviceSettings.usual().withAttempts(2));
    device.send(1, HELLO, false);

    await().until(() -> !device.events(DeviceEvent.JoinGivenUp.class).isEmpty());
    assertThat(server.devNonces()).containsExactly(0, 1);
    assertThat(device.events(DeviceEvent.UplinkSent.class)).isEmpty();
  }

  @Test
  void countsUplinksAndHearsDownlinksInBothWindows() {
    server.onUplink(
        up -> {
          if (up.frame().fCnt16() == 0) {
            up.rx1(down(MType.UNCONFIRMED_DATA_DOWN, 0, "01"));
          } else {
            up.rx2(down(MType.UNCONFIRMED_DATA_DOWN, 1, "02"));
          }
        });
    var device = device(ABP);
    device.send(1, HELLO, false);
    device.send(1, HELLO, false);

    await().until(() -> received(device).size() == 2);
    assertThat(received(device))
        .containsExactly(
            new DeviceEvent.DownlinkReceived(
                DEV_EUI, 0, 3, Payload.ofHex("01"), false, false, Window.RX1),
            new DeviceEvent.DownlinkReceived(
                DEV_EUI, 1, 3, Payload.ofHex("02"), false, false, Window.RX2));
    assertThat(server.uplinks()).extracting(up -> up.frame().fCnt16()).containsExactly(0, 1);
  }

  @Test
  void listensInRx2WithTheDataRateThatItHasBuiltIn() {
    server.onUplink(
        up -> {
          if (up.frame().fCnt16() == 0) {
            up.rx2("SF12BW125", down(MType.UNCONFIRMED_DATA_DOWN, 0, "01"));
          } else {
            up.rx2("SF9BW125", down(MType.UNCONFIRMED_DATA_DOWN, 1, "02"));
          }
        });
    var device = world.addDevice(ABP, DeviceSettings.usual().withRx2DataRate(3));
    device.send(1, HELLO, false);
    device.send(1, HELLO, false);

    await().until(() -> !received(device).isEmpty());
    assertThat(received(device))
        .extracting(DeviceEvent.DownlinkReceived::fCnt, DeviceEvent.DownlinkReceived::window)
        .containsExactly(tuple(1L, Window.RX2));
  }

  @Test
  void doesNotHearWhatIsSentAtTheWrongTimeOrInTheWrongWay() {
    server.onUplink(
        up -> {
          var phy = down(MType.UNCONFIRMED_DATA_DOWN, 0, "01");
          var heard = up.heard();
          switch (up.frame().fCnt16()) {
            case 0 ->
                server.send(heard, 1_020_000, heard.frequencyHz(), heard.dataRate(), true, phy);
            case 1 -> server.send(heard, 1_000_000, heard.frequencyHz(), "SF8BW125", true, phy);
            case 2 -> server.send(heard, 1_000_000, 869_000_000, heard.dataRate(), true, phy);
            case 3 ->
                server.send(heard, 1_000_000, heard.frequencyHz(), heard.dataRate(), false, phy);
            default -> up.rx1(phy);
          }
        });
    var device = device(ABP);
    for (int i = 0; i < 5; i++) {
      device.send(1, HELLO, false);
    }

    await().until(() -> server.uplinks().size() == 5 && !received(device).isEmpty());
    assertThat(received(device)).hasSize(1);
    assertThat(world.gateways().get(0).emissions()).hasSize(5);
    assertThat(device.events(DeviceEvent.Violation.class)).isEmpty();
  }

  @Test
  void repeatsAConfirmedUplinkUntilItIsAcknowledged() {
    var heard = new AtomicInteger();
    server.onUplink(
        up -> {
          if (heard.incrementAndGet() == 3) {
            up.rx1(server.ack(0));
          }
        });
    var device = device(ABP);
    device.send(1, HELLO, true);

    await().until(() -> !device.events(DeviceEvent.UplinkAcknowledged.class).isEmpty());
    assertThat(server.uplinks()).hasSize(3);
    assertThat(server.uplinks()).extracting(up -> up.frame().phy()).containsOnly(frame(0).phy());
    assertThat(device.events(DeviceEvent.UplinkSent.class))
        .extracting(DeviceEvent.UplinkSent::attempt)
        .containsExactly(1, 2, 3);
  }

  @Test
  void givesUpAConfirmedUplinkThatNobodyAcknowledges() {
    var device = world.addDevice(ABP, DeviceSettings.usual().withAttempts(2));
    device.send(1, HELLO, true);

    await().until(() -> !device.events(DeviceEvent.UplinkGivenUp.class).isEmpty());
    assertThat(server.uplinks()).hasSize(2);
  }

  @Test
  void acknowledgesAConfirmedDownlinkInItsNextUplink() {
    server.onUplink(
        up -> {
          if (up.frame().fCnt16() == 0) {
            up.rx1(down(MType.CONFIRMED_DATA_DOWN, 0, "01"));
          }
        });
    var device = device(ABP);
    device.send(1, HELLO, false);
    device.send(1, HELLO, false);
    device.send(1, HELLO, false);

    await().until(() -> server.uplinks().size() == 3);
    assertThat(server.uplinks())
        .extracting(up -> up.frame().fCtrl().ack())
        .containsExactly(false, true, false);
  }

  @Test
  void reportsACounterThatIsUsedTwice() {
    server.onUplink(up -> up.rx1(down(MType.UNCONFIRMED_DATA_DOWN, 5, "0" + fCnt(up))));
    var device = device(ABP);
    device.send(1, HELLO, false);
    device.send(1, HELLO, false);

    await().until(() -> !device.events(DeviceEvent.Violation.class).isEmpty());
    assertThat(device.events(DeviceEvent.Violation.class))
        .containsExactly(
            new DeviceEvent.CounterReused(
                DEV_EUI,
                5,
                down(MType.UNCONFIRMED_DATA_DOWN, 5, "00"),
                down(MType.UNCONFIRMED_DATA_DOWN, 5, "01")));
  }

  @Test
  void reportsACounterThatGoesBackEvenIfItDoesNotListen() {
    server.onUplink(
        up -> {
          var phy = down(MType.UNCONFIRMED_DATA_DOWN, 5 - fCnt(up), "01");
          server.send(up.heard(), 1_500_000, up.heard().frequencyHz(), "SF7BW125", true, phy);
        });
    var device = device(ABP);
    device.send(1, HELLO, false);
    device.send(1, HELLO, false);

    await().until(() -> !device.events(DeviceEvent.Violation.class).isEmpty());
    assertThat(device.events(DeviceEvent.Violation.class).get(0))
        .isInstanceOfSatisfying(
            DeviceEvent.CounterWentBack.class,
            violation -> {
              assertThat(violation.fCnt()).isEqualTo(4);
              assertThat(violation.highest()).isEqualTo(5);
            });
    assertThat(received(device)).isEmpty();
  }

  @Test
  void theSameFrameTwiceIsARepetitionAndNoViolation() {
    server.onUplink(up -> up.rx1(down(MType.UNCONFIRMED_DATA_DOWN, 5, "01")));
    var device = device(ABP);
    device.send(1, HELLO, false);
    device.send(1, HELLO, false);

    await().until(() -> !device.events(DeviceEvent.DownlinkRepeated.class).isEmpty());
    assertThat(received(device)).hasSize(1);
    assertThat(device.events(DeviceEvent.Violation.class)).isEmpty();
  }

  @Test
  void doesWhatTheNetworkSaysAndAnswers() {
    var commands =
        MacCommands.encode(
            List.of(new LinkAdr.LinkADRReq(3, 2, 0x07, 0, 2), new DevStatus.DevStatusReq()));
    server.onUplink(
        up -> {
          if (up.frame().fCnt16() == 0) {
            up.rx1(
                server.downlink(
                    MType.UNCONFIRMED_DATA_DOWN,
                    false,
                    0,
                    commands,
                    DataFrame.NO_PORT,
                    Payload.empty()));
          }
        });
    var device = device(ABP);
    device.send(1, HELLO, false);
    device.send(1, HELLO, false);

    await().until(() -> server.uplinks().size() == 3);
    var answers = MacCommands.parse(Direction.UP, server.uplinks().get(1).frame().fOpts());
    assertThat(answers.get(0)).isEqualTo(new LinkAdr.LinkADRAns(true, true, true));
    assertThat(answers.get(1)).isInstanceOf(DevStatus.DevStatusAns.class);
    assertThat(server.uplinks().get(1).heard().dataRate()).isEqualTo("SF9BW125");
    assertThat(server.uplinks().get(2).frame().fCnt16()).isEqualTo(1);
    assertThat(device.adr()).isEqualTo(new SimulatedDevice.DataRateAndRepetitions(3, 2));
  }

  @Test
  void goesOnWhereItWasWhenItIsSwitchedOnAgain() {
    server.onUplink(up -> up.rx1(down(MType.UNCONFIRMED_DATA_DOWN, fCnt(up), "01")));
    var device = device(ABP);
    device.send(1, HELLO, false);
    await().until(() -> received(device).size() == 1);
    device.stop();

    var again =
        world.addDevice(ABP, DeviceSettings.usual(), device.memory(), DeviceObserver.none());
    again.send(1, HELLO, false);

    await().until(() -> received(again).size() == 1);
    assertThat(server.uplinks()).extracting(up -> up.frame().fCnt16()).containsExactly(0, 1);
    assertThat(received(again).get(0).fCnt()).isEqualTo(1);
  }

  @Test
  void isHeardOnlyByGatewaysInReach() {
    world.setLinks((who, gateway) -> Optional.empty());
    var device = device(ABP);
    device.send(1, HELLO, false);
    await().until(() -> windowsOver(device, 1));
    world.setLinks(LinkModel.scattered(1));
    device.send(1, HELLO, false);

    await().until(() -> !server.uplinks().isEmpty());
    assertThat(server.uplinks()).extracting(up -> up.frame().fCnt16()).containsExactly(1);
  }

  @Test
  void hearsNothingOfWhatIsLost() {
    world.setLoss(new Loss(0, 1));
    server.onUplink(up -> up.rx1(down(MType.UNCONFIRMED_DATA_DOWN, fCnt(up), "01")));
    var device = device(ABP);
    device.send(1, HELLO, false);

    await().until(() -> windowsOver(device, 1));
    assertThat(world.gateways().get(0).emissions()).hasSize(1);
    assertThat(received(device)).isEmpty();
  }

  private boolean windowsOver(SimulatedDevice device, int uplinks) {
    return device.events(DeviceEvent.UplinkSent.class).size() == uplinks && device.isIdle();
  }

  private SimulatedDevice device(DeviceIdentity identity) {
    return world.addDevice(identity, DeviceSettings.usual());
  }

  private Payload down(MType type, long fCnt, String hex) {
    return server.downlink(type, false, fCnt, 3, Payload.ofHex(hex));
  }

  private DataFrame frame(int number) {
    return server.uplinks().get(number).frame();
  }

  private static int fCnt(FakeServer.Up up) {
    return up.frame().fCnt16();
  }

  private static List<DeviceEvent.DownlinkReceived> received(SimulatedDevice device) {
    return device.events(DeviceEvent.DownlinkReceived.class);
  }
}
