package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.UplinkAccepted;
import io.lorikeet.actors.router.Reception;
import java.time.Duration;

/**
 * Tells a device's retransmission of its last frame from a further copy of it, and bounds how often
 * retransmissions are answered: whoever replays a frame must not make the network talk.
 */
final class Repetitions {

  /** Largest NbTrans (LoRaWAN 1.0.4, 5.3, LinkADRReq). */
  private static final int MAX_ANSWERS = 15;

  /** Longer than any device keeps retransmitting one frame. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private String uplinkId = "";
  private int answered;

  /** Whether this is the reception that was accepted, or part of it, and not a new transmission. */
  static boolean sameReception(DeduplicatedUplink accepted, DeduplicatedUplink again) {
    return again.receptions().stream()
        .anyMatch(
            reception ->
                accepted.receptions().stream().anyMatch(known -> sameMoment(known, reception)));
  }

  /** A gateway's counter says it best; two gateways share only this network's clock. */
  private static boolean sameMoment(Reception one, Reception other) {
    if (one.gateway().equals(other.gateway())) {
      return one.tmst() == other.tmst();
    }
    var apart = Duration.between(one.receivedAt(), other.receivedAt()).abs();
    return apart.compareTo(COPIES_APART) < 0;
  }

  /** A device waits at least this long before it sends a frame again (RX2, LoRaWAN 1.0.4, 3.3). */
  private static final Duration COPIES_APART = Duration.ofMillis(1_500);

  /** Whether a retransmission of the accepted frame is answered once more. */
  boolean mayAnswer(UplinkAccepted accepted, DeduplicatedUplink again) {
    if (!accepted.uplinkId().equals(uplinkId)) {
      uplinkId = accepted.uplinkId();
      answered = 0;
    }
    var since = Duration.between(accepted.uplink().receivedAt(), again.receivedAt());
    if (answered >= MAX_ANSWERS || since.compareTo(LONGEST) > 0) {
      return false;
    }
    answered++;
    return true;
  }
}
