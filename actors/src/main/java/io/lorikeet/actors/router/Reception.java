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
 * @param fix the gateway's own clock and place
 */
public record Reception(
    GatewayEui gateway,
    String gatewayId,
    long tmst,
    Instant receivedAt,
    Signal signal,
    Path path,
    Fix fix)
    implements CborSerializable {

  /**
   * @param rssi channel power in dBm
   * @param snr signal to noise ratio in dB; 0 for FSK, which reports none
   */
  public record Signal(float rssi, float snr) implements CborSerializable {}

  /** Concentrator channel, RF chain and antenna, counted from 0. */
  public record Path(int channel, int rfChain, int antenna) implements CborSerializable {}

  /**
   * What is known of time and place; GPS gives both, the registration gives a place.
   *
   * @param time UTC at the end of reception
   * @param fineTimestamp nanoseconds since the last full second
   */
  public record Fix(Optional<Instant> time, OptionalLong fineTimestamp, Optional<Location> location)
      implements CborSerializable {

    public static final Fix NONE =
        new Fix(Optional.empty(), OptionalLong.empty(), Optional.empty());
  }
}
