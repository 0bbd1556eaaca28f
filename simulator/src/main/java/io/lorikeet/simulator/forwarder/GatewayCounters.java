package io.lorikeet.simulator.forwarder;

/**
 * What a gateway counted.
 *
 * @param received packets from the air
 * @param pushed PUSH_DATA sent
 * @param downlinks PULL_RESP that could be read
 * @param txErrors of these, refused
 * @param emitted packets put on the air
 */
public record GatewayCounters(
    long received,
    long pushed,
    long pushAcks,
    long pullAcks,
    long downlinks,
    long txErrors,
    long emitted) {

  public static final GatewayCounters NONE = new GatewayCounters(0, 0, 0, 0, 0, 0, 0);

  /** What was counted after {@code earlier}. */
  GatewayCounters since(GatewayCounters earlier) {
    return new GatewayCounters(
        received - earlier.received,
        pushed - earlier.pushed,
        pushAcks - earlier.pushAcks,
        pullAcks - earlier.pullAcks,
        downlinks - earlier.downlinks,
        txErrors - earlier.txErrors,
        emitted - earlier.emitted);
  }

  public GatewayCounters plus(GatewayCounters other) {
    return new GatewayCounters(
        received + other.received,
        pushed + other.pushed,
        pushAcks + other.pushAcks,
        pullAcks + other.pullAcks,
        downlinks + other.downlinks,
        txErrors + other.txErrors,
        emitted + other.emitted);
  }
}
