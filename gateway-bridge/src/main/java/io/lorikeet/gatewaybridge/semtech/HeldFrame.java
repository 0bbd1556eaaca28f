package io.lorikeet.gatewaybridge.semtech;

import io.lorikeet.actors.router.UplinkFrame;
import io.lorikeet.protocol.Payload;

/** One frame of {@link HeldFrames}. Times are those of its clock in milliseconds. */
final class HeldFrame {

  private static final long NOBODY = -1;

  private static final int MTYPE_FIRST_DATA = 2;
  private static final int MTYPE_LAST_DATA = 5;

  final UplinkFrame frame;
  final long since;

  /** DevAddr of a data frame. */
  final long sender;

  /** Until it is handed over again, at least. */
  long interval;

  boolean underWay;

  /** How often it has been handed over. */
  int times;

  long handedOver;

  /** As if it had been under way ever since; meaningless before the first time. */
  long underWaySince;

  /** If it is not under way. */
  long inLineSince;

  /** By a node that has gone: how long it takes says nothing of the others. */
  boolean taken;

  HeldFrame(UplinkFrame frame, long since, long interval) {
    this.frame = frame;
    this.since = since;
    this.sender = sender(frame.phy());
    this.interval = interval;
  }

  /** Whether the address makes sense is not looked at here. */
  private static long sender(Payload phy) {
    if (phy.size() < 5) {
      return NOBODY;
    }
    int type = phy.at(0) >> 5 & 0x7;
    return type < MTYPE_FIRST_DATA || type > MTYPE_LAST_DATA
        ? NOBODY
        : (long) phy.at(4) << 24 | phy.at(3) << 16 | phy.at(2) << 8 | phy.at(1);
  }

  /** Whether it says no DevAddr, as a join-request. */
  boolean isNobodys() {
    return sender == NOBODY;
  }

  long id() {
    return frame.receptionId();
  }

  Payload phy() {
    return frame.phy();
  }

  /** How long the network has had it until now, without the time that it stood in line. */
  long took(long nowMillis) {
    return (underWay ? nowMillis : inLineSince) - underWaySince;
  }

  void go(long nowMillis) {
    if (!underWay) {
      underWaySince = times == 0 ? nowMillis : nowMillis - took(nowMillis);
      underWay = true;
    }
    handedOver = nowMillis;
    times++;
  }

  void halt(long nowMillis) {
    underWay = false;
    inLineSince = nowMillis;
  }
}
