package io.lorikeet.actors.gateway;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.protocol.Payload;
import java.time.Instant;
import java.util.List;

/**
 * One frame and the windows in which the device listens for it, in order of preference.
 *
 * @param requestId a repetition carries the same
 * @param tmst the concentrator's counter at the end of the uplink that opens the windows
 * @param receivedAt when that uplink reached this network
 * @param options the windows; at most two
 */
public record DownlinkRequest(
    String requestId, Payload phy, long tmst, Instant receivedAt, int rfChain, List<Option> options)
    implements CborSerializable {

  public DownlinkRequest {
    options = List.copyOf(options);
  }

  /**
   * @param delayMicros from the end of the uplink to the start of the downlink
   * @param airtimeMicros time on air
   * @param powerDbm EIRP that the plan allows
   */
  public record Option(Radio radio, long delayMicros, long airtimeMicros, int powerDbm)
      implements CborSerializable {}
}
