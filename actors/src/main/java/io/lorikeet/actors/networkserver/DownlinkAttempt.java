package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.gateway.DownlinkFrame;
import io.lorikeet.actors.gateway.DownlinkRequest;
import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.handler.ClassBc.ChosenGateway;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.GatewayEui;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One frame on its way to a gateway: which gateways have been asked, and which come next. They are
 * asked one after the other, the best first; each of them gets the same bytes.
 *
 * @param start when to send, if no uplink has opened a window for the frame
 * @param candidates gateways that have not been asked yet, best first
 * @param unsure whether a gateway that was asked may have transmitted it
 */
record DownlinkAttempt(
    Frame frame,
    Optional<DownlinkRequest.Start> start,
    List<DownlinkRequest.Option> options,
    List<Candidate> candidates,
    boolean unsure) {

  /** More than this many gateways are not asked: the window would be over. */
  static final int MAX_GATEWAYS = 3;

  /** The chain that transmits on gateways with one transmitter. */
  private static final int TX_CHAIN = 0;

  /**
   * @param requestId names the frame
   * @param downlinkId the application's downlink in it, if there is one
   */
  record Frame(String requestId, Payload phy, long fCnt, Optional<String> downlinkId) {}

  /**
   * A gateway that may transmit.
   *
   * @param tmst its counter when it has last heard the device
   * @param receivedAt when that was
   * @param gps whether it had the time of GPS then
   */
  record Candidate(
      GatewayEui gateway, String gatewayId, long tmst, Instant receivedAt, boolean gps) {

    static Candidate of(Reception reception) {
      return new Candidate(
          reception.gateway(),
          reception.gatewayId(),
          reception.tmst(),
          reception.receivedAt(),
          reception.fix().time().isPresent());
    }

    boolean heardWithGps() {
      return gps && !receivedAt.equals(Instant.EPOCH);
    }

    /** One that has perhaps never heard the device; that it has GPS must be hoped. */
    static Optional<Candidate> of(ChosenGateway chosen) {
      return chosen
          .eui()
          .map(eui -> new Candidate(eui, chosen.gatewayId(), 0, Instant.EPOCH, true));
    }
  }

  /** In the windows that an uplink has opened. */
  static DownlinkAttempt start(
      String requestId,
      Payload phy,
      long fCnt,
      Optional<String> downlinkId,
      List<DownlinkRequest.Option> options,
      List<Reception> receptions) {
    return new DownlinkAttempt(
        new Frame(requestId, phy, fCnt, downlinkId),
        Optional.empty(),
        options,
        distinct(receptions.stream().map(Candidate::of)),
        false);
  }

  /** To a device that listens without having sent. */
  static DownlinkAttempt start(
      Frame frame,
      DownlinkRequest.Start start,
      DownlinkRequest.Option option,
      Stream<Candidate> candidates) {
    boolean needsGps = start.byGps() && start.at().equals(start.until());
    return new DownlinkAttempt(
        frame,
        Optional.of(start),
        List.of(option),
        distinct(candidates.filter(its -> its.gps() || !needsGps)),
        false);
  }

  private static List<Candidate> distinct(Stream<Candidate> candidates) {
    var gateways = new HashSet<GatewayEui>();
    return candidates.filter(its -> gateways.add(its.gateway())).limit(MAX_GATEWAYS).toList();
  }

  String requestId() {
    return frame.requestId();
  }

  Candidate next() {
    return candidates.get(0);
  }

  DownlinkRequest request() {
    var candidate = next();
    return new DownlinkRequest(
        frame.requestId(),
        frame.phy(),
        candidate.tmst(),
        candidate.receivedAt(),
        TX_CHAIN,
        options,
        start.map(its -> onlyIfSure(its, candidate)));
  }

  /** A moment that is open need not be set by a GPS that the gateway may not have. */
  private static DownlinkRequest.Start onlyIfSure(
      DownlinkRequest.Start start, Candidate candidate) {
    boolean exact = start.at().equals(start.until());
    return new DownlinkRequest.Start(
        start.at(), start.until(), start.byGps() && (exact || candidate.heardWithGps()));
  }

  /** When the last window opens for the gateway that is asked now. */
  Instant lastStart() {
    var delay = options.get(options.size() - 1).delayMicros();
    return start
        .map(DownlinkRequest.Start::until)
        .orElseGet(() -> next().receivedAt().plusNanos(delay * 1_000));
  }

  /** The same without the gateway that was asked. */
  DownlinkAttempt withoutNext(boolean maybeTransmitted) {
    return new DownlinkAttempt(
        frame,
        start,
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
