package io.lorikeet.actors.gateway;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.protocol.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One frame and the windows in which the device listens for it, in order of preference.
 *
 * @param requestId a repetition carries the same
 * @param tmst the concentrator's counter at the end of the uplink that opens the windows
 * @param receivedAt when that uplink reached this network
 * @param options the windows; at most two
 * @param start when to send, if no uplink opens a window; {@code tmst} and delays mean nothing then
 */
public record DownlinkRequest(
    String requestId,
    Payload phy,
    long tmst,
    Instant receivedAt,
    int rfChain,
    List<Option> options,
    Optional<Start> start)
    implements CborSerializable {

  public DownlinkRequest {
    options = List.copyOf(options);
  }

  /**
   * When a device listens though it has not sent.
   *
   * @param at not before; with {@code byGps} exactly then
   * @param until not later
   * @param byGps whether the gateway's GPS sets the moment; else it sends when it gets the frame
   */
  public record Start(Instant at, Instant until, boolean byGps) implements CborSerializable {}

  /**
   * @param delayMicros from the end of the uplink to the start of the downlink
   * @param airtimeMicros time on air
   * @param powerDbm EIRP that the plan allows
   */
  public record Option(Radio radio, long delayMicros, long airtimeMicros, int powerDbm)
      implements CborSerializable {}
}
