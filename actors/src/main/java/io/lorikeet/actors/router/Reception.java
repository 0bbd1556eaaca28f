package io.lorikeet.actors.router;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.protocol.id.GatewayEui;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One gateway's account of having heard a frame.
 *
 * @param gateway which gateway
 * @param gatewayId the operator's name for it, {@code eui-<EUI>} when it is not registered
 * @param tmst concentrator counter at the end of reception, in microseconds, modulo 2^32
 * @param receivedAt when the frame reached this network
 * @param signal strength and quality
 * @param path where in the gateway it was received
 * @param time the gateway's own clock and place, as far as it knows them
 */
public record Reception(
    GatewayEui gateway,
    String gatewayId,
    long tmst,
    Instant receivedAt,
    Signal signal,
    Path path,
    Fix time)
    implements CborSerializable {

  /**
   * @param rssi channel power in dBm
   * @param snr signal to noise ratio in dB; 0 for FSK, which reports none
   */
  public record Signal(float rssi, float snr) implements CborSerializable {}

  /** Concentrator channel, RF chain and antenna, counted from 0. */
  public record Path(int channel, int rfChain, int antenna) implements CborSerializable {}

  /**
   * What a gateway with GPS adds.
   *
   * @param time UTC at the end of reception
   * @param fineTimestamp nanoseconds since the last full second
   */
  public record Fix(Optional<Instant> time, OptionalLong fineTimestamp)
      implements CborSerializable {

    public static final Fix NONE = new Fix(Optional.empty(), OptionalLong.empty());
  }
}
