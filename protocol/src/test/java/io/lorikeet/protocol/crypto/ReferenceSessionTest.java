package io.lorikeet.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.Vectors;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.JoinAcceptContents;
import io.lorikeet.protocol.frame.JoinContext;
import io.lorikeet.protocol.frame.JoinRequest;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.frame.RejoinRequest;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.JoinEui;
import io.lorikeet.protocol.id.NetId;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.protocol.region.CfList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One device through a whole life, 1.0 and 1.1, as in {@code crypto-vectors.json}. */
class ReferenceSessionTest {

  private static final Payload CF_LIST =
      CfList.ofFrequencies(
          List.of(867_100_000L, 867_300_000L, 867_500_000L, 867_700_000L, 867_900_000L), 100);

  private static final JsonNode VECTORS = Vectors.file("crypto-vectors.json");

  private static final Aes128Key ROOT = Aes128Key.parse("000102030405060708090a0b0c0d0e0f");
  private static final Aes128Key APP_KEY_11 = Aes128Key.parse("101112131415161718191a1b1c1d1e1f");
  private static final JoinEui JOIN_EUI = JoinEui.parse("70B3D57ED0000001");
  private static final DevEui DEV_EUI = DevEui.parse("0004A30B001C0530");
  private static final DevAddr DEV_ADDR = DevAddr.parse("26011BDA");
  private static final NetId NET_ID = NetId.parse("000013");
  private static final int DEV_NONCE = 0x0102;
  private static final int JOIN_NONCE = 0x0a0b0c;

  private static final SessionKeys10 KEYS_10 =
      SessionKeyDerivation.derive10(ROOT, JOIN_NONCE, NET_ID, DEV_NONCE);
  private static final SessionKeys11 KEYS_11 =
      SessionKeyDerivation.derive11(ROOT, APP_KEY_11, JOIN_NONCE, JOIN_EUI, DEV_NONCE);
  private static final Aes128Key JS_INT_KEY = SessionKeyDerivation.jsIntKey(ROOT, DEV_EUI);
  private static final Aes128Key JS_ENC_KEY = SessionKeyDerivation.jsEncKey(ROOT, DEV_EUI);

  @Test
  void theDeviceAsksToJoin() {
    assertThat(JoinRequest.create(JOIN_EUI, DEV_EUI, DEV_NONCE, ROOT).phy())
        .isEqualTo(bytes("join_request_phy"));
  }

  @Test
  void theNetworkLetsItJoinAs10() {
    assertThat(contents(false).encode10(ROOT).phy()).isEqualTo(bytes("join_accept_1_0_phy"));
    assertThat(KEYS_10).isEqualTo(new SessionKeys10(key("nwkskey_1_0"), key("appskey_1_0")));
  }

  @Test
  void theNetworkLetsItJoinAs11() {
    var context = new JoinContext(JoinContext.Request.JOIN, JOIN_EUI, DEV_NONCE);

    assertThat(contents(true).encode11(ROOT, JS_INT_KEY, context).phy())
        .isEqualTo(bytes("join_accept_1_1_phy"));
    assertThat(JS_INT_KEY).isEqualTo(key("jsintkey"));
    assertThat(JS_ENC_KEY).isEqualTo(key("jsenckey"));
    assertThat(KEYS_11)
        .isEqualTo(
            new SessionKeys11(
                key("fnwksintkey_1_1"),
                key("snwksintkey_1_1"),
                key("nwksenckey_1_1"),
                key("appskey_1_1")));
  }

  @Test
  void aRejoinRequestOfType0IsSignedForTheNetwork() {
    var rejoin = (RejoinRequest) PhyPayload.parseUplink(bytes("rejoin0_phy"));

    assertThat(rejoin.hasValidMic(KEYS_11.sNwkSIntKey())).isTrue();
  }

  /** The answer in the file is to a request counted 0x0102, not to the one in the file. */
  @Test
  void theNetworkAnswersARejoinRequest() {
    var context = new JoinContext(JoinContext.Request.REJOIN_0, JOIN_EUI, DEV_NONCE);

    assertThat(contents(true).encode11(JS_ENC_KEY, JS_INT_KEY, context).phy())
        .isEqualTo(bytes("join_accept_1_1_rejoin0_phy"));
  }

  @Test
  void aRejoinRequestOfType1IsSignedForTheJoinServer() {
    var rejoin = (RejoinRequest) PhyPayload.parseUplink(bytes("rejoin1_phy"));

    assertThat(rejoin.hasValidMic(JS_INT_KEY)).isTrue();
  }

  @Test
  void framesOf10AreValidWithTheirWholeCounter() {
    valid10("1_0_up_fcnt1", 1);
    valid10("1_0_up_fcnt65537", 65537);
    valid10("1_0_confdown_fcnt7", 7);
    valid10("1_0_down_fport0_fcnt8", 8);
  }

  @Test
  void framesOf11AreValid() {
    uplink11("1_1_up_fcnt2_dr5_ch2_rekeyind", 2, new UplinkRadio(0, 5, 2));
    uplink11("1_1_up_fcnt3_dr0_ch0_ack_conf9", 3, new UplinkRadio(9, 0, 0));
    downlink11("1_1_down_nfcnt4_rekeyconf", 4, 0);
    downlink11("1_1_down_afcnt0_ack_of_up3_fopts_linkcheckans_port2", 0, 3);
  }

  @Test
  void macCommandsOf11AreEncrypted() {
    var rekey = frame("1_1_up_fcnt2_dr5_ch2_rekeyind");
    var answer = frame("1_1_down_afcnt0_ack_of_up3_fopts_linkcheckans_port2");
    var key = KEYS_11.nwkSEncKey();

    assertThat(DataCrypto.cryptFOpts(key, FOptsCounter.F_CNT_UP, DEV_ADDR, 2, rekey.fOpts()))
        .isEqualTo(Payload.ofHex("0b01"));
    assertThat(DataCrypto.cryptFOpts(key, FOptsCounter.A_F_CNT_DOWN, DEV_ADDR, 0, answer.fOpts()))
        .satisfies(fOpts -> assertThat(fOpts.at(0)).isEqualTo(0x02));
  }

  @Test
  void pingSlotsAreAsComputedElsewhere() {
    assertThat(PingSlots.offset(new DevAddr(0), 0, 4096))
        .isEqualTo(VECTORS.get("ping_offset_bt0_addr00000000_period4096").asInt());
    assertThat(PingSlots.offset(DEV_ADDR, 128, 128))
        .isEqualTo(VECTORS.get("ping_offset_bt128_addr26011bda_period128").asInt());
  }

  private static void valid10(String name, long fCnt) {
    assertThat(DataCrypto.hasValidMic10(frame(name), KEYS_10.nwkSKey(), fCnt)).isTrue();
  }

  private static void uplink11(String name, long fCnt, UplinkRadio radio) {
    var serving = KEYS_11.sNwkSIntKey();
    assertThat(
            DataCrypto.hasValidUplinkMic11(
                frame(name), KEYS_11.fNwkSIntKey(), serving, fCnt, radio))
        .isTrue();
  }

  private static void downlink11(String name, long fCnt, long confFCnt) {
    assertThat(DataCrypto.hasValidDownlinkMic11(frame(name), KEYS_11.sNwkSIntKey(), fCnt, confFCnt))
        .isTrue();
  }

  private static JoinAcceptContents contents(boolean optNeg) {
    return new JoinAcceptContents(JOIN_NONCE, NET_ID, DEV_ADDR, 0, 3, optNeg, 5, CF_LIST);
  }

  private static DataFrame frame(String name) {
    return (DataFrame) PhyPayload.parse(bytes(name));
  }

  private static Payload bytes(String name) {
    return Vectors.bytes(VECTORS, name);
  }

  private static Aes128Key key(String name) {
    return Aes128Key.parse(VECTORS.get(name).asText());
  }
}
