package io.lorikeet.simulator;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.crypto.SessionKeyDerivation;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.DataFrameSpec;
import io.lorikeet.protocol.frame.DataFrames;
import io.lorikeet.protocol.frame.FCtrl;
import io.lorikeet.protocol.frame.JoinAcceptContents;
import io.lorikeet.protocol.frame.JoinRequest;
import io.lorikeet.protocol.frame.MType;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.NetId;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.protocol.region.CfList;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A network server for one device, which does what the test says and nothing by itself. */
public final class FakeServer implements AutoCloseable {

  public static final DevAddr DEV_ADDR = DevAddr.parse("01abcdef");
  private static final Payload CF_LIST =
      CfList.ofFrequencies(
          List.of(867_100_000L, 867_300_000L, 867_500_000L, 867_700_000L, 867_900_000L), 100);

  private static final NetId NET_ID = new NetId(0);
  private static final int JOIN_NONCE = 7;

  private final FakeNetwork network = new FakeNetwork(this::onHeard);
  private final Aes128Key appKey;
  private final Recorder<Up> uplinks = new Recorder<>(1000);
  private final Recorder<Integer> devNonces = new Recorder<>(1000);
  private final Map<DevAddr, SessionKeys10> sessions = new ConcurrentHashMap<>();
  private volatile Consumer<Up> onUplink = up -> {};
  private volatile boolean joinInRx2;
  private volatile boolean joinAnswered = true;

  /** An uplink, decrypted, with where it came from. */
  public record Up(FakeServer server, FakeNetwork.Heard heard, DataFrame frame, Payload payload) {

    /** Answers in RX1. */
    public void rx1(Payload phy) {
      server.send(heard, 1_000_000, heard.frequencyHz(), heard.dataRate(), true, phy);
    }

    /** Answers in RX2. */
    public void rx2(Payload phy) {
      rx2("SF12BW125", phy);
    }

    public void rx2(String dataRate, Payload phy) {
      server.send(heard, 2_000_000, 869_525_000, dataRate, true, phy);
    }
  }

  public FakeServer(Aes128Key appKey) {
    this.appKey = appKey;
  }

  public InetSocketAddress address() {
    return network.address();
  }

  public FakeNetwork network() {
    return network;
  }

  public List<Up> uplinks() {
    return uplinks.list();
  }

  public List<Integer> devNonces() {
    return devNonces.list();
  }

  /** Knows a session that was not made by a join. */
  public void knows(DevAddr devAddr, SessionKeys10 keys) {
    sessions.put(devAddr, keys);
  }

  public void onUplink(Consumer<Up> behaviour) {
    onUplink = behaviour;
  }

  public void answerJoinsInRx2() {
    joinInRx2 = true;
  }

  public void answerNoJoins() {
    joinAnswered = false;
  }

  /** A signed downlink. */
  public Payload downlink(MType type, boolean ack, long fCnt, int port, Payload payload) {
    return downlink(type, ack, fCnt, Payload.empty(), port, payload);
  }

  public Payload downlink(
      MType type, boolean ack, long fCnt, Payload fOpts, int port, Payload payload) {
    var flags = new FCtrl(false, false, ack, false);
    var spec = new DataFrameSpec(type, DEV_ADDR, flags, fCnt, fOpts, port, payload);
    return DataFrames.buildDownlink10(spec, sessions.get(DEV_ADDR)).phy();
  }

  public Payload ack(long fCnt) {
    return downlink(MType.UNCONFIRMED_DATA_DOWN, true, fCnt, DataFrame.NO_PORT, Payload.empty());
  }

  /** Sends a PULL_RESP as LoRaWAN servers do. */
  public void send(
      FakeNetwork.Heard heard,
      long delayMicros,
      long frequencyHz,
      String dataRate,
      boolean inverted,
      Payload phy) {
    network.pullResp(
        heard.gateway(),
        String.format(
            Locale.ROOT,
            "{\"txpk\":{\"imme\":false,\"tmst\":%d,\"freq\":%.6f,\"rfch\":0,\"powe\":14,"
                + "\"modu\":\"LORA\",\"datr\":\"%s\",\"codr\":\"4/5\",\"ipol\":%b,"
                + "\"ncrc\":true,\"size\":%d,\"data\":\"%s\"}}",
            heard.tmst() + delayMicros & 0xffff_ffffL,
            frequencyHz / 1e6,
            dataRate,
            inverted,
            phy.size(),
            phy.toBase64()));
  }

  @Override
  public void close() {
    network.close();
  }

  private void onHeard(FakeNetwork.Heard heard) {
    var frame = PhyPayload.parseUplink(heard.phy());
    if (frame instanceof JoinRequest request && request.hasValidMic(appKey)) {
      devNonces.add(request.devNonce());
      if (joinAnswered) {
        accept(heard, request);
      }
    }
    if (frame instanceof DataFrame data && sessions.containsKey(data.devAddr())) {
      var up = new Up(this, heard, data, clear(data));
      uplinks.add(up);
      onUplink.accept(up);
    }
  }

  private void accept(FakeNetwork.Heard heard, JoinRequest request) {
    var contents = new JoinAcceptContents(JOIN_NONCE, NET_ID, DEV_ADDR, 0, 0, false, 1, CF_LIST);
    sessions.put(
        DEV_ADDR, SessionKeyDerivation.derive10(appKey, JOIN_NONCE, NET_ID, request.devNonce()));
    var phy = contents.encode10(appKey).phy();
    if (joinInRx2) {
      send(heard, 6_000_000, 869_525_000, "SF12BW125", true, phy);
      return;
    }
    send(heard, 5_000_000, heard.frequencyHz(), heard.dataRate(), true, phy);
  }

  private Payload clear(DataFrame data) {
    var keys = sessions.get(data.devAddr());
    if (!DataCrypto.hasValidMic10(data, keys.nwkSKey(), data.fCnt16())) {
      throw new IllegalStateException("MIC of " + data.phy());
    }
    return DataCrypto.crypt(
        keys.appSKey(), Direction.UP, data.devAddr(), data.fCnt16(), data.frmPayload());
  }
}
