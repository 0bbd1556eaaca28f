package io.lorikeet.gatewaybridge.semtech;

import io.lorikeet.actors.gateway.DownlinkFrame;
import io.lorikeet.protocol.mac.GpsTime;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes a PULL_RESP. All keys that any version of the reference forwarder asks for are there:
 * without one of them it drops the request and says nothing.
 */
final class PullResp {

  /** The forwarder reads into 1000 bytes and wants room for a terminator. */
  static final int MAX_LENGTH = 999;

  private static final int FSK_DEVIATION_HZ = 25_000;

  private PullResp() {}

  /**
   * The datagram, or empty when it would be longer than a forwarder reads.
   *
   * @param version the one in which the gateway asked
   * @param token 16 bits
   */
  static Optional<byte[]> encode(int version, int token, DownlinkFrame frame) {
    var json = json(frame).getBytes(StandardCharsets.US_ASCII);
    if (SemtechHeader.ACK_LENGTH + json.length > MAX_LENGTH) {
      return Optional.empty();
    }
    var bytes = new byte[SemtechHeader.ACK_LENGTH + json.length];
    bytes[0] = (byte) version;
    bytes[1] = (byte) (token >> 8);
    bytes[2] = (byte) token;
    bytes[3] = SemtechHeader.PULL_RESP;
    System.arraycopy(json, 0, bytes, SemtechHeader.ACK_LENGTH, json.length);
    return Optional.of(bytes);
  }

  private static String json(DownlinkFrame frame) {
    var radio = frame.radio();
    var json =
        new StringBuilder(512)
            .append("{\"txpk\":{\"imme\":")
            .append(frame.timing() == DownlinkFrame.Timing.ARRIVAL);
    switch (frame.timing()) {
      case COUNTER -> json.append(",\"tmst\":").append(frame.tmst() & 0xffff_ffffL);
      case GPS -> json.append(",\"tmms\":").append(GpsTime.of(frame.startsAt()).toMillis());
      case ARRIVAL -> {} // imme says it all
    }
    json.append(",\"freq\":");
    appendMegahertz(json, radio.frequencyHz());
    json.append(",\"rfch\":").append(frame.rfChain()).append(",\"powe\":").append(frame.powerDbm());
    if (radio.lora()) {
      json.append(",\"modu\":\"LORA\",\"datr\":\"")
          .append(radio.dataRateText())
          .append("\",\"codr\":\"")
          .append(radio.codingRate())
          .append("\",\"ipol\":true,\"ncrc\":true");
    } else {
      // LoRaWAN's FSK has its CRC in both directions; only LoRa downlinks go without.
      json.append(",\"modu\":\"FSK\",\"datr\":")
          .append(radio.bitRate())
          .append(",\"fdev\":")
          .append(FSK_DEVIATION_HZ)
          .append(",\"ipol\":true,\"ncrc\":false");
    }
    return json.append(",\"size\":")
        .append(frame.phy().size())
        .append(",\"data\":\"")
        .append(frame.phy().toBase64())
        .append("\"}}")
        .toString();
  }

  /** Six decimals from whole numbers: no binary fraction comes in between. */
  private static void appendMegahertz(StringBuilder json, long hertz) {
    var fraction = Long.toString(1_000_000 + hertz % 1_000_000);
    json.append(hertz / 1_000_000).append('.').append(fraction, 1, 7);
  }
}
