package io.lorikeet.simulator.forwarder;

import io.lorikeet.protocol.radio.LoRa;
import io.lorikeet.protocol.radio.Modulation;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;

/** The JSON a forwarder sends, key by key as packet forwarder 4.0.1 writes it. */
final class Upstream {

  private static final DateTimeFormatter STAT_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'GMT'").withZone(ZoneOffset.UTC);

  private Upstream() {}

  /**
   * @param tmms time of GPS, milliseconds
   */
  static String rxpk(Reception reception, long tmst, OptionalLong tmms) {
    var json = new StringBuilder(240);
    json.append("{\"rxpk\":[{\"tmst\":").append(tmst);
    tmms.ifPresent(millis -> json.append(",\"tmms\":").append(millis));
    int channel = (int) (reception.frequencyHz() / 200_000 % 8);
    json.append(",\"chan\":").append(channel).append(",\"rfch\":0,\"freq\":");
    megahertz(json, reception.frequencyHz());
    json.append(",\"stat\":1");
    modulation(json, reception.modulation());
    if (reception.modulation() instanceof LoRa) {
      json.append(",\"lsnr\":");
      tenths(json, reception.snr());
    }
    json.append(",\"rssi\":").append(Math.round(reception.rssi()));
    json.append(",\"size\":").append(reception.phy().size());
    json.append(",\"data\":\"").append(reception.phy().toBase64()).append("\"}]}");
    return json.toString();
  }

  static String stat(Instant now, GatewayCounters interval) {
    double acked = interval.pushed() == 0 ? 0 : 100.0 * interval.pushAcks() / interval.pushed();
    return String.format(
        Locale.ROOT,
        "{\"stat\":{\"time\":\"%s\",\"rxnb\":%d,\"rxok\":%d,\"rxfw\":%d,\"ackr\":%.1f,"
            + "\"dwnb\":%d,\"txnb\":%d}}",
        STAT_TIME.format(now),
        interval.received(),
        interval.received(),
        interval.received(),
        acked,
        interval.downlinks(),
        interval.emitted());
  }

  static String txAck(TxError error) {
    return "{\"txpk_ack\":{\"error\":\"" + error + "\"}}";
  }

  static String txPowerWarning(int dbm) {
    return "{\"txpk_ack\":{\"warn\":\"TX_POWER\",\"value\":" + dbm + "}}";
  }

  private static void modulation(StringBuilder json, Modulation modulation) {
    if (modulation instanceof LoRa lora) {
      json.append(",\"modu\":\"LORA\",\"datr\":\"").append(lora.dataRate());
      json.append("\",\"codr\":\"").append(lora.codingRate()).append('"');
      return;
    }
    json.append(",\"modu\":\"FSK\",\"datr\":").append(modulation);
  }

  private static void megahertz(StringBuilder json, long hertz) {
    json.append(hertz / 1_000_000).append('.');
    json.append(Long.toString(1_000_000 + hertz % 1_000_000), 1, 7);
  }

  private static void tenths(StringBuilder json, float value) {
    int tenths = Math.round(Math.abs(value) * 10);
    json.append(value < 0 ? "-" : "").append(tenths / 10).append('.').append(tenths % 10);
  }
}
