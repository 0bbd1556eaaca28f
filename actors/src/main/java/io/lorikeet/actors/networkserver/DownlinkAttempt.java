package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.gateway.DownlinkFrame;
import io.lorikeet.actors.gateway.DownlinkRequest;
import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.handler.ClassBc.ChosenGateway;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.GatewayEui;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One frame on its way to a gateway: who has been asked, and who comes next. Gateways are asked one
 * after the other, the best first; each of them gets the same bytes. With two windows all are asked
 * for the first, then all for the second: a device that hears nothing in the first often sends
 * again. But once one may have the frame in its queue, no other is asked for the same window: both
 * would transmit at once.
 *
 * @param start when to send, if no uplink has opened a window for the frame
 * @param steps what has not been asked yet, in this order
 * @param unsure whether a gateway that was asked may have transmitted it
 */
record DownlinkAttempt(
    Frame frame, Optional<DownlinkRequest.Start> start, List<Step> steps, boolean unsure) {

  /** More than this many gateways are not asked: the window would be over. */
  static final int MAX_GATEWAYS = 3;

  /** The chain that transmits on gateways with one transmitter. */
  private static final int TX_CHAIN = 0;

  /**
   * @param requestId names the frame
   * @param downlinkId the application's downlink in it, if there is one
   * @param answers what it answers, if it is sent because the device was heard
   */
  record Frame(
      String requestId,
      Payload phy,
      long fCnt,
      Optional<String> downlinkId,
      Optional<Answered> answers) {

    /** What is answered and is no uplink is a join. */
    Optional<Answered> joinAnswered() {
      return answers.filter(its -> its.uplinkId().isEmpty());
    }
  }

  /**
   * A frame of the device.
   *
   * @param uplinkId empty: it is a join-request or rejoin-request
   * @param receivedAt when it reached this network
   */
  record Answered(Optional<String> uplinkId, Instant receivedAt) {}

  /**
   * One question to one gateway.
   *
   * @param number among those of one frame, from 0 on
   * @param options the windows it is asked for, the first first; at least one
   */
  record Step(int number, Candidate candidate, List<DownlinkRequest.Option> options) {

    /** When the last window opens that it is asked for. */
    private Instant lastStart(Optional<DownlinkRequest.Start> start) {
      var delay = options.get(options.size() - 1).delayMicros();
      return start
          .map(DownlinkRequest.Start::until)
          .orElseGet(() -> candidate.receivedAt().plusNanos(delay * 1_000));
    }
  }

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
      Frame frame, List<DownlinkRequest.Option> options, List<Reception> receptions) {
    return new DownlinkAttempt(
        frame,
        Optional.empty(),
        steps(options, distinct(receptions.stream().map(Candidate::of))),
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
        steps(List.of(option), distinct(candidates.filter(its -> its.gps() || !needsGps))),
        false);
  }

  /** A single gateway is asked for all windows at once. */
  private static List<Step> steps(
      List<DownlinkRequest.Option> options, List<Candidate> candidates) {
    if (candidates.size() == 1 && !options.isEmpty()) {
      return List.of(new Step(0, candidates.get(0), options));
    }
    var steps = new ArrayList<Step>();
    for (var option : options) {
      candidates.forEach(its -> steps.add(new Step(steps.size(), its, List.of(option))));
    }
    return steps;
  }

  private static List<Candidate> distinct(Stream<Candidate> candidates) {
    var gateways = new HashSet<GatewayEui>();
    return candidates.filter(its -> gateways.add(its.gateway())).limit(MAX_GATEWAYS).toList();
  }

  /** Of the question, so that a late answer to the one before is not taken for its own. */
  String requestId() {
    int number = steps.get(0).number();
    return number == 0 ? frame.requestId() : frame.requestId() + "-" + number;
  }

  Candidate next() {
    return steps.get(0).candidate();
  }

  DownlinkRequest request() {
    var candidate = next();
    return new DownlinkRequest(
        requestId(),
        frame.phy(),
        candidate.tmst(),
        candidate.receivedAt(),
        TX_CHAIN,
        steps.get(0).options(),
        start.map(its -> onlyIfSure(its, candidate)));
  }

  /** A moment that is open need not be set by a GPS that the gateway may not have. */
  private static DownlinkRequest.Start onlyIfSure(
      DownlinkRequest.Start start, Candidate candidate) {
    boolean exact = start.at().equals(start.until());
    return new DownlinkRequest.Start(
        start.at(), start.until(), start.byGps() && (exact || candidate.heardWithGps()));
  }

  /** When the last window opens for which a gateway is asked now. */
  Instant lastStart() {
    return steps.get(0).lastStart(start);
  }

  /** How many more gateways can be asked for this window. */
  int others() {
    return (int) steps.stream().skip(1).filter(this::isForThisWindow).count();
  }

  /** Whether there is a later window than the one that is asked for. */
  boolean hasLater() {
    return steps.stream().anyMatch(its -> !isForThisWindow(its));
  }

  private boolean isForThisWindow(Step other) {
    return other.options().equals(steps.get(0).options());
  }

  /** The same without the question that was answered with no. */
  DownlinkAttempt withoutNext() {
    return new DownlinkAttempt(frame, start, steps.subList(1, steps.size()), unsure);
  }

  /**
   * The same without the question that has no answer: that gateway may transmit. Where there is a
   * later window the others are asked for that, and this gateway is the last.
   */
  DownlinkAttempt afterSilence() {
    boolean later = hasLater();
    var silent = next();
    var left = steps.stream().skip(1).filter(its -> !later || !isForThisWindow(its)).toList();
    var order =
        Stream.concat(
            left.stream().filter(its -> !its.candidate().equals(silent)),
            left.stream().filter(its -> its.candidate().equals(silent)));
    return new DownlinkAttempt(frame, start, order.toList(), true);
  }

  /** One question instead of several: for who is not there to ask again. */
  DownlinkAttempt atOnce() {
    if (steps.isEmpty()) {
      return this;
    }
    var best = next();
    var options =
        steps.stream()
            .filter(its -> its.candidate().equals(best))
            .flatMap(its -> its.options().stream())
            .toList();
    return new DownlinkAttempt(frame, start, List.of(new Step(0, best, options)), unsure);
  }

  /** The same without the gateway that was asked: it cannot be had at all. */
  DownlinkAttempt withoutGateway() {
    var gone = next();
    return new DownlinkAttempt(
        frame, start, steps.stream().filter(its -> !its.candidate().equals(gone)).toList(), unsure);
  }

  /** The same without windows that open before {@code soonest}. */
  DownlinkAttempt from(Instant soonest) {
    return new DownlinkAttempt(
        frame,
        start,
        steps.stream().filter(its -> !its.lastStart(start).isBefore(soonest)).toList(),
        unsure);
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
