package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.gateway.DownlinkFrame;
import io.lorikeet.actors.gateway.DownlinkRequest;
import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.GatewayEui;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * One frame on its way to a gateway: which gateways have been asked, and which come next. They are
 * asked one after the other, the best first; each of them gets the same bytes.
 *
 * @param requestId names the frame
 * @param downlinkId the application's downlink in it, if there is one
 * @param candidates receptions at the gateways that have not been asked yet, best first
 * @param unsure whether a gateway that was asked may have transmitted it
 */
record DownlinkAttempt(
    String requestId,
    Payload phy,
    long fCnt,
    Optional<String> downlinkId,
    List<DownlinkRequest.Option> options,
    List<Reception> candidates,
    boolean unsure) {

  /** More than this many gateways are not asked: the window would be over. */
  static final int MAX_GATEWAYS = 3;

  /** The chain that transmits on gateways with one transmitter. */
  private static final int TX_CHAIN = 0;

  static DownlinkAttempt start(
      String requestId,
      Payload phy,
      long fCnt,
      Optional<String> downlinkId,
      List<DownlinkRequest.Option> options,
      List<Reception> receptions) {
    var asked = new HashSet<GatewayEui>();
    var candidates =
        receptions.stream()
            .filter(reception -> asked.add(reception.gateway()))
            .limit(MAX_GATEWAYS)
            .toList();
    return new DownlinkAttempt(requestId, phy, fCnt, downlinkId, options, candidates, false);
  }

  Reception next() {
    return candidates.get(0);
  }

  DownlinkRequest request() {
    var reception = next();
    return new DownlinkRequest(
        requestId, phy, reception.tmst(), reception.receivedAt(), TX_CHAIN, options);
  }

  /** When the last window opens for the gateway that is asked now. */
  Instant lastStart() {
    var delay = options.get(options.size() - 1).delayMicros();
    return next().receivedAt().plusNanos(delay * 1_000);
  }

  /** The same without the gateway that was asked. */
  DownlinkAttempt withoutNext(boolean maybeTransmitted) {
    return new DownlinkAttempt(
        requestId,
        phy,
        fCnt,
        downlinkId,
        options,
        candidates.subList(1, candidates.size()),
        unsure || maybeTransmitted);
  }

  /** What a gateway took, as the application is told. */
  static ApplicationMessage.Transmission transmission(
      DownlinkFrame frame, String gatewayId, long fCnt) {
    return new ApplicationMessage.Transmission(
        frame.phy(),
        gatewayId,
        frame.radio(),
        fCnt,
        frame.radio().airtimeMicros(frame.phy().size(), false),
        frame.powerDbm());
  }
}
