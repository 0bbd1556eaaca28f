package io.lorikeet.node.chaos;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What must hold of a fault, further to what must hold always: no counter is used twice, nothing is
 * delivered under two ids, and what a device got an acknowledgement for is delivered.
 *
 * @param delivered which uplinks must be delivered
 * @param back within which time devices of a node that stopped serving are served again
 * @param rx1Missed at most this share of confirmed uplinks is not answered in RX1, 0 to 1
 * @param inOrder whether each device's uplinks are delivered in order
 * @param restCounted whether the nodes must have counted what they did not deliver
 */
record Demands(
    Delivered delivered,
    Optional<Duration> back,
    OptionalDouble rx1Missed,
    boolean inOrder,
    boolean restCounted) {

  /** How much of what devices sent. */
  enum Delivered {
    ALL_SENT("nothing lost"),
    ALL_RECEIVED("nothing lost that a survivor had"),
    ALL_ACKNOWLEDGED("nothing acknowledged lost");

    private final String text;

    Delivered(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  static Demands of(Delivered delivered) {
    return new Demands(delivered, Optional.empty(), OptionalDouble.empty(), false, false);
  }

  Demands backWithin(Duration time) {
    return new Demands(delivered, Optional.of(time), rx1Missed, inOrder, restCounted);
  }

  Demands rx1MissedAtMost(double share) {
    return new Demands(delivered, back, OptionalDouble.of(share), inOrder, restCounted);
  }

  Demands deliveredInOrder() {
    return new Demands(delivered, back, rx1Missed, true, restCounted);
  }

  Demands restIsCounted() {
    return new Demands(delivered, back, rx1Missed, inOrder, true);
  }
}
