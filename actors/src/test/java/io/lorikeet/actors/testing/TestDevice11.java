package io.lorikeet.actors.testing;

import io.lorikeet.actors.handler.EndDeviceRegistration;
import io.lorikeet.actors.networkserver.LorawanVersion;
import io.lorikeet.actors.networkserver.NetworkKeys11;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.crypto.FOptsCounter;
import io.lorikeet.protocol.crypto.SessionKeyDerivation;
import io.lorikeet.protocol.crypto.SessionKeys11;
import io.lorikeet.protocol.crypto.UplinkRadio;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.DataFrameSpec;
import io.lorikeet.protocol.frame.DataFrames;
import io.lorikeet.protocol.frame.FCtrl;
import io.lorikeet.protocol.frame.JoinAccept;
import io.lorikeet.protocol.frame.JoinAcceptContents;
import io.lorikeet.protocol.frame.JoinContext;
import io.lorikeet.protocol.frame.JoinRequest;
import io.lorikeet.protocol.frame.MType;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.frame.RejoinRequest;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.NetId;
import io.lorikeet.protocol.key.Aes128Key;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A LoRaWAN 1.1 device as it is out there, in one session: it has keys, and signs what it sends in
 * SF7 (DR5) on 868.1 MHz (channel 0) unless it is said otherwise.
 *
 * @param base its names
 */
public record TestDevice11(
    TestDevice base, Aes128Key nwkKey, Aes128Key appKey, DevAddr devAddr, SessionKeys11 keys) {

  public static final int DR5 = 5;
  public static final NetId NET_ID = NetId.parse("000000");

  public static TestDevice11 numbered(int number) {
    var base = TestDevice.numbered(number);
    return new TestDevice11(
        base,
        key("a0", number),
        key("a1", number),
        base.devAddr(),
        new SessionKeys11(
            key("a2", number), key("a3", number), key("a4", number), key("a5", number)));
  }

  private static Aes128Key key(String first, int number) {
    return Aes128Key.parse(first + "0102030405060708090a0b0c0d%04x".formatted(number));
  }

  public EndDeviceRegistration otaa() {
    return registration(new EndDeviceRegistration.Otaa(appKey, Optional.of(nwkKey)));
  }

  public EndDeviceRegistration abp() {
    return registration(
        new EndDeviceRegistration.Abp(
            devAddr, keys.fNwkSIntKey(), keys.appSKey(), Optional.of(networkKeys())));
  }

  public NetworkKeys11 networkKeys() {
    return new NetworkKeys11(keys.sNwkSIntKey(), keys.nwkSEncKey());
  }

  private EndDeviceRegistration registration(EndDeviceRegistration.Activation activation) {
    return new EndDeviceRegistration(
        base.id(),
        base.devEui(),
        Optional.of(TestDevice.JOIN_EUI),
        activation,
        base.profile(LorawanVersion.V1_1),
        new EndDeviceRegistration.Labels("", "", Map.of()));
  }

  // Joins.

  public Payload joinRequest(int devNonce) {
    return JoinRequest.create(TestDevice.JOIN_EUI, base.devEui(), devNonce, nwkKey).phy();
  }

  /** A rejoin-request of type 0 or 2. */
  public Payload rejoin(int type, int rjCount0) {
    return RejoinRequest.create(type, NET_ID, base.devEui(), rjCount0, keys.sNwkSIntKey()).phy();
  }

  public Payload rejoin1(int rjCount1) {
    return RejoinRequest.create(TestDevice.JOIN_EUI, base.devEui(), rjCount1, jsIntKey()).phy();
  }

  private Aes128Key jsIntKey() {
    return SessionKeyDerivation.jsIntKey(nwkKey, base.devEui());
  }

  /** The session that the answer to a request begins, if this device can read it. */
  public Optional<TestDevice11> joined(Payload accept, JoinContext.Request request, int nonce) {
    var encryption =
        request == JoinContext.Request.JOIN
            ? nwkKey
            : SessionKeyDerivation.jsEncKey(nwkKey, base.devEui());
    return JoinAcceptContents.decode11(
            new JoinAccept(accept),
            encryption,
            jsIntKey(),
            new JoinContext(request, TestDevice.JOIN_EUI, nonce))
        .filter(JoinAcceptContents::optNeg)
        .map(
            contents ->
                new TestDevice11(
                    base,
                    nwkKey,
                    appKey,
                    contents.devAddr(),
                    SessionKeyDerivation.derive11(
                        nwkKey, appKey, contents.joinNonce(), TestDevice.JOIN_EUI, nonce)));
  }

  // Frames.

  public Payload uplink(long fCnt) {
    return uplink(fCnt, FCtrl.NONE, false, Payload.empty(), radio(0, 0));
  }

  /** An uplink that acknowledges the confirmed downlink of this counter. */
  public Payload acknowledging(long fCnt, long confFCnt) {
    return uplink(
        fCnt, new FCtrl(false, false, true, false), false, Payload.empty(), radio(confFCnt, 0));
  }

  public Payload confirmed(long fCnt) {
    return uplink(fCnt, FCtrl.NONE, true, Payload.empty(), radio(0, 0));
  }

  /** An uplink with MAC commands. */
  public Payload saying(long fCnt, String commands) {
    return uplink(fCnt, FCtrl.NONE, false, Payload.ofHex(commands), radio(0, 0));
  }

  public static UplinkRadio radio(long confFCnt, int txCh) {
    return new UplinkRadio(confFCnt, DR5, txCh);
  }

  /**
   * @param commands MAC commands in clear
   */
  public Payload uplink(
      long fCnt, FCtrl fCtrl, boolean confirmed, Payload commands, UplinkRadio radio) {
    var clear = Payload.of(("count " + fCnt).getBytes(StandardCharsets.US_ASCII));
    var spec =
        new DataFrameSpec(
            confirmed ? MType.CONFIRMED_DATA_UP : MType.UNCONFIRMED_DATA_UP,
            devAddr,
            fCtrl,
            fCnt,
            commands.isEmpty()
                ? commands
                : DataCrypto.cryptFOpts(
                    keys.nwkSEncKey(), FOptsCounter.F_CNT_UP, devAddr, fCnt, commands),
            1,
            DataCrypto.crypt(keys.appSKey(), Direction.UP, devAddr, fCnt, clear));
    return DataFrames.signUplink11(spec, keys.fNwkSIntKey(), keys.sNwkSIntKey(), radio).phy();
  }

  /** Whether the device takes a downlink with this counter as its own. */
  public boolean takes(Payload downlink, long fCnt, long confFCnt) {
    return PhyPayload.parseDownlink(downlink) instanceof DataFrame frame
        && DataCrypto.hasValidDownlinkMic11(frame, keys.sNwkSIntKey(), fCnt, confFCnt);
  }

  /** The MAC commands in the FOpts of a downlink. */
  public Payload commands(Payload downlink, long fCnt) {
    var frame = (DataFrame) PhyPayload.parseDownlink(downlink);
    var counter = frame.fPort() > 0 ? FOptsCounter.A_F_CNT_DOWN : FOptsCounter.N_F_CNT_DOWN;
    return DataCrypto.cryptFOpts(keys.nwkSEncKey(), counter, devAddr, fCnt, frame.fOpts());
  }

  /** The clear payload of a downlink. */
  public String read(Payload downlink, long fCnt) {
    var frame = (DataFrame) PhyPayload.parseDownlink(downlink);
    var clear = DataCrypto.crypt(keys.appSKey(), Direction.DOWN, devAddr, fCnt, frame.frmPayload());
    return new String(clear.toBytes(), StandardCharsets.US_ASCII);
  }
}
