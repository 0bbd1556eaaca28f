package io.lorikeet.simulator.device;

/**
 * What a device with ADR does when it hears nothing for long (LoRaWAN 1.0.4, 4.3.1.1): it asks for
 * an answer, and without one becomes louder, then slower, and in the end uses all channels again.
 */
final class BackOff {

  /** ADR_ACK_LIMIT and ADR_ACK_DELAY unless the network says otherwise. */
  private static final int LIMIT = 64;

  private static final int DELAY = 32;

  private final Adr adr;
  private int limit = LIMIT;
  private int delay = DELAY;
  private int unanswered;

  BackOff(Adr adr) {
    this.adr = adr;
  }

  /** The network sets after how many uplinks the device asks, and after how many more it acts. */
  void set(int uplinks, int more) {
    limit = uplinks;
    delay = more;
  }

  /** With another session the network's settings are gone. */
  void reset() {
    set(LIMIT, DELAY);
    unanswered = 0;
  }

  void onDownlink() {
    unanswered = 0;
  }

  /** A new uplink, not one that is repeated. */
  void onUplink() {
    unanswered++;
    if (unanswered >= limit + delay && (unanswered - limit) % delay == 0) {
      adr.backOff();
    }
  }

  /** Whether the uplink asks for an answer (ADRACKReq); not when there is nothing left to try. */
  boolean asks() {
    return unanswered >= limit && adr.canBackOff();
  }
}
