package io.lorikeet.protocol.frame;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.Vectors;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.crypto.FOptsCounter;
import io.lorikeet.protocol.crypto.UplinkRadio;
import io.lorikeet.protocol.key.Aes128Key;
import java.util.Map;

/** A vector of {@code data.json}. */
record DataVector(JsonNode json) {

  private static final Map<String, MType> TYPES =
      Map.of(
          "UnconfirmedDataUp", MType.UNCONFIRMED_DATA_UP,
          "UnconfirmedDataDown", MType.UNCONFIRMED_DATA_DOWN,
          "ConfirmedDataUp", MType.CONFIRMED_DATA_UP,
          "ConfirmedDataDown", MType.CONFIRMED_DATA_DOWN);

  private JsonNode fields() {
    return json.get("fields");
  }

  boolean version11() {
    return json.get("lorawan").asText().equals("1.1");
  }

  boolean uplink() {
    return fields().get("direction").asText().equals("up");
  }

  Direction direction() {
    return uplink() ? Direction.UP : Direction.DOWN;
  }

  Payload phy() {
    return Vectors.phy(json);
  }

  Aes128Key key(String name) {
    return Vectors.key(json, name);
  }

  long fCnt() {
    return fields().get("fCnt").asLong();
  }

  long confFCnt() {
    return fields().get("confFCnt").asLong();
  }

  UplinkRadio radio() {
    return new UplinkRadio(confFCnt(), fields().get("txDr").asInt(), fields().get("txCh").asInt());
  }

  DataFrame parsed() {
    return (DataFrame) (uplink() ? PhyPayload.parseUplink(phy()) : PhyPayload.parseDownlink(phy()));
  }

  boolean hasValidMic(long fCnt) {
    var frame = parsed();
    if (!version11()) {
      return DataCrypto.hasValidMic10(frame, key("NwkSKey"), fCnt);
    }
    return uplink()
        ? DataCrypto.hasValidUplinkMic11(
            frame, key("FNwkSIntKey"), key("SNwkSIntKey"), fCnt, radio())
        : DataCrypto.hasValidDownlinkMic11(frame, key("SNwkSIntKey"), fCnt, confFCnt());
  }

  /** What the sender wants to say, nothing encrypted. */
  DataFrameSpec clear() {
    return spec(Vectors.bytes(fields(), "fOpts"), Vectors.bytes(fields(), "frmPayload"));
  }

  /** What is in the air. */
  DataFrameSpec encrypted() {
    return spec(
        Vectors.bytes(json.get("wire"), "fOpts"), Vectors.bytes(json.get("wire"), "frmPayload"));
  }

  private DataFrameSpec spec(Payload fOpts, Payload frmPayload) {
    return new DataFrameSpec(
        TYPES.get(fields().get("mtype").asText()),
        Vectors.devAddr(fields()),
        new FCtrl(
            flag("adr"), flag("adrAckReq"), flag("ack"), flag(uplink() ? "classB" : "fPending")),
        fCnt(),
        fOpts,
        fields().get("fPort").isNull() ? DataFrame.NO_PORT : fields().get("fPort").asInt(),
        frmPayload);
  }

  private boolean flag(String name) {
    return fields().path(name).asBoolean();
  }

  DataFrame signed() {
    if (!version11()) {
      return DataFrames.sign10(encrypted(), key("NwkSKey"));
    }
    return uplink()
        ? DataFrames.signUplink11(encrypted(), key("FNwkSIntKey"), key("SNwkSIntKey"), radio())
        : DataFrames.signDownlink11(encrypted(), key("SNwkSIntKey"), confFCnt());
  }

  Payload decryptedFrmPayload() {
    var network = version11() ? "NwkSEncKey" : "NwkSKey";
    var frame = parsed();
    var key = key(frame.fPort() == 0 ? network : "AppSKey");
    return DataCrypto.crypt(key, direction(), frame.devAddr(), fCnt(), frame.frmPayload());
  }

  Payload decryptedFOpts() {
    var frame = parsed();
    return version11()
        ? DataCrypto.cryptFOpts(
            key("NwkSEncKey"), counter(), frame.devAddr(), fCnt(), frame.fOpts())
        : frame.fOpts();
  }

  private FOptsCounter counter() {
    if (uplink()) {
      return FOptsCounter.F_CNT_UP;
    }
    return fields().get("counter").asText().equals("AFCntDown")
        ? FOptsCounter.A_F_CNT_DOWN
        : FOptsCounter.N_F_CNT_DOWN;
  }
}
