package io.lorikeet.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.DataFrameSpec;
import io.lorikeet.protocol.frame.DataFrames;
import io.lorikeet.protocol.frame.FCtrl;
import io.lorikeet.protocol.frame.MType;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.protocol.mac.GpsTime;
import io.lorikeet.protocol.mac.MacCommands;
import io.lorikeet.protocol.mac.PingSlotInfo.PingSlotInfoAns;
import io.lorikeet.protocol.mac.PingSlotTimes;
import io.lorikeet.simulator.FakeServer;
import io.lorikeet.simulator.SimulatedTime;
import io.lorikeet.simulator.air.Link;
import io.lorikeet.simulator.air.LinkModel;
import io.lorikeet.simulator.air.RadioWorld;
import io.lorikeet.simulator.forwarder.ConcentratorClock;
import io.lorikeet.simulator.forwarder.GatewaySettings;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Devices in class B and C and in groups, with a server that sends when the test says so. */
@Execution(ExecutionMode.CONCURRENT)
class UnpromptedTest {

  private static final Aes128Key KEY = Aes128Key.parse("000102030405060708090a0b0c0d0e0f");
  private static final SessionKeys10 KEYS = new SessionKeys10(KEY, KEY);
  private static final DevEui DEV_EUI = DevEui.parse("0004a30b001c0530");
  private static final GatewayEui GATEWAY = GatewayEui.parse("aa555a0000000001");
  private static final DevAddr GROUP = DevAddr.parse("01ffff01");
  private static final Payload HELLO = Payload.ofHex("68656c6c6f");
  private static final int PERIODICITY = 2;
  private static final double RX2 = 869.525;

  private FakeServer server;
  private RadioWorld world;
  private SimulatedDevice device;

  @BeforeEach
  void start() {
    server = new FakeServer(KEY);
    server.knows(FakeServer.DEV_ADDR, KEYS);
    world = RadioWorld.start(SimulatedTime.faster(5), LinkModel.equal(new Link(-80, 7)), 1);
    world.addGateway(
        GatewaySettings.of(GATEWAY, server.address()).withClock(new ConcentratorClock(0, 0, true)));
    await().until(() -> server.network().knows(GATEWAY));
    device =
        world.addDevice(
            new DeviceIdentity.Abp(DEV_EUI, FakeServer.DEV_ADDR, KEYS), DeviceSettings.usual());
  }

  @AfterEach
  void stop() {
    world.close();
    server.close();
  }

  @Test
  void hearsNothingInClassAWithoutAnUplink() {
    send("\"imme\":true", RX2, "SF12BW125", down(0));
    await().until(() -> world.gateways().get(0).emissions().size() == 1);

    device.listenAlways();
    send("\"imme\":true", RX2, "SF12BW125", down(1));

    await().until(() -> !received().isEmpty());
    assertThat(received()).extracting(DeviceEvent.DownlinkReceived::fCnt).containsExactly(1L);
    assertThat(received().get(0).window()).isEqualTo(Window.RXC);
  }

  @Test
  void listensInPingSlotsFromWhenTheNetworkKnowsOfThem() {
    beginsClassB();
    device.send(1, HELLO, false);
    await().until(() -> server.uplinks().size() == 2 && device.isIdle());

    var slot = nextSlot(FakeServer.DEV_ADDR);
    sendAt(slot.plusMillis(20), "SF9BW125", down(1));
    sendAt(nextSlot(FakeServer.DEV_ADDR, slot.plusSeconds(1)), "SF9BW125", down(2));

    await().until(() -> received().stream().anyMatch(its -> its.fCnt() == 2));
    assertThat(received())
        .filteredOn(its -> its.window() == Window.PING_SLOT)
        .extracting(DeviceEvent.DownlinkReceived::fCnt)
        .containsExactly(2L);
    assertThat(server.uplinks())
        .extracting(up -> up.frame().fCtrl().classBOrPending())
        .containsExactly(false, true);
  }

  @Test
  void isInClassAAgainWhenItLosesTheBeacon() {
    beginsClassB();
    device.setHearsBeacons(false);
    device.send(1, HELLO, false);
    await().until(() -> server.uplinks().size() == 2 && device.isIdle());

    sendAt(nextSlot(FakeServer.DEV_ADDR), "SF9BW125", down(1));

    await().until(() -> world.gateways().get(0).emissions().size() == 2);
    await().until(() -> device.events(DeviceEvent.Violation.class).isEmpty());
    assertThat(server.uplinks().get(1).frame().fCtrl().classBOrPending()).isFalse();
    assertThat(received()).noneMatch(its -> its.window() == Window.PING_SLOT);
  }

  @Test
  void hearsItsGroupOnTheChannelOfTheGroup() {
    device.joinGroup(new GroupMembership(GROUP, KEYS, 868_300_000, 3, OptionalInt.empty()));
    send("\"imme\":true", RX2, "SF9BW125", group(0));
    await().until(() -> world.gateways().get(0).emissions().size() == 1);
    send("\"imme\":true", 868.3, "SF9BW125", group(1));
    await().until(() -> world.gateways().get(0).emissions().size() == 2);
    send("\"imme\":true", 868.3, "SF9BW125", group(1));

    await().until(() -> !device.events(DeviceEvent.DownlinkRepeated.class).isEmpty());
    assertThat(device.events(DeviceEvent.MulticastReceived.class))
        .containsExactly(
            new DeviceEvent.MulticastReceived(DEV_EUI, GROUP, 1, 2, HELLO, Window.RXC));
    assertThat(device.events(DeviceEvent.DownlinkRejected.class)).isEmpty();
    assertThat(device.events(DeviceEvent.Violation.class)).isEmpty();
  }

  @Test
  void hearsItsGroupInPingSlotsOfTheGroup() {
    device.joinGroup(new GroupMembership(GROUP, KEYS, 869_525_000, 3, OptionalInt.of(PERIODICITY)));
    sendAt(nextSlot(GROUP), "SF9BW125", group(7));

    await().until(() -> !device.events(DeviceEvent.MulticastReceived.class).isEmpty());
    assertThat(device.events(DeviceEvent.MulticastReceived.class).get(0).window())
        .isEqualTo(Window.PING_SLOT);
  }

  private void beginsClassB() {
    var answer = MacCommands.encode(List.of(new PingSlotInfoAns()));
    server.onUplink(
        up -> {
          if (up.frame().fCnt16() == 0) {
            up.rx1(
                server.downlink(
                    MType.UNCONFIRMED_DATA_DOWN,
                    false,
                    0,
                    answer,
                    DataFrame.NO_PORT,
                    Payload.empty()));
          }
        });
    device.listenInPingSlots(PERIODICITY);
    device.send(1, HELLO, false);
    await().until(() -> !received().isEmpty() && device.isIdle());
  }

  private Instant nextSlot(DevAddr address) {
    return nextSlot(address, world.loop().time().instant().plusSeconds(5));
  }

  private static Instant nextSlot(DevAddr address, Instant notBefore) {
    return PingSlotTimes.next(address, PERIODICITY, notBefore);
  }

  private void sendAt(Instant at, String dataRate, Payload phy) {
    send("\"tmms\":" + GpsTime.of(at).toMillis(), RX2, dataRate, phy);
  }

  private void send(String timing, double megahertz, String dataRate, Payload phy) {
    server
        .network()
        .pullResp(
            GATEWAY,
            String.format(
                Locale.ROOT,
                "{\"txpk\":{%s,\"freq\":%.6f,\"rfch\":0,\"powe\":14,\"modu\":\"LORA\","
                    + "\"datr\":\"%s\",\"codr\":\"4/5\",\"ipol\":true,\"ncrc\":true,"
                    + "\"size\":%d,\"data\":\"%s\"}}",
                timing,
                megahertz,
                dataRate,
                phy.size(),
                phy.toBase64()));
  }

  private Payload down(long fCnt) {
    return server.downlink(MType.UNCONFIRMED_DATA_DOWN, false, fCnt, 3, HELLO);
  }

  private static Payload group(long fCnt) {
    var secret = DataCrypto.crypt(KEY, Direction.DOWN, GROUP, fCnt, HELLO);
    return DataFrames.sign10(
            new DataFrameSpec(
                MType.UNCONFIRMED_DATA_DOWN, GROUP, FCtrl.NONE, fCnt, Payload.empty(), 2, secret),
            KEY)
        .phy();
  }

  private List<DeviceEvent.DownlinkReceived> received() {
    return device.events(DeviceEvent.DownlinkReceived.class);
  }
}
