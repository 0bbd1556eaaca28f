package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.CborSerializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a session of LoRaWAN 1.1 has beside one of 1.0.x.
 *
 * @param nextAFCntDown the lowest AFCntDown that no downlink has had; NFCntDown is the session's
 *     own
 * @param confirmedDown counters of the last confirmed downlinks, the newest first, one of which an
 *     ACK of the device acknowledges and signs; at most {@link #MAX_CONFIRMED}: a retransmission
 *     may still acknowledge the one before
 * @param nextRjCount0 the lowest RJcount0 that no rejoin-request has had
 */
public record Session11(
    NetworkKeys11 keys, long nextAFCntDown, List<Long> confirmedDown, int nextRjCount0)
    implements CborSerializable {

  static final int MAX_CONFIRMED = 2;

  public Session11 {
    confirmedDown = List.copyOf(confirmedDown);
  }

  static Session11 start(NetworkKeys11 keys) {
    return new Session11(keys, 0, List.of(), 0);
  }

  /** With a downlink counter used up, of the application or not. */
  Session11 prepare(long fCnt, boolean application, boolean confirmed) {
    return new Session11(
        keys,
        application ? fCnt + 1 : nextAFCntDown,
        confirmed
            ? Stream.concat(Stream.of(fCnt), confirmedDown.stream()).limit(MAX_CONFIRMED).toList()
            : confirmedDown,
        nextRjCount0);
  }

  /** The application's downlinks begin with this counter, or go on with a higher one. */
  Session11 from(long aFCntDown) {
    return new Session11(keys, Math.max(nextAFCntDown, aFCntDown), confirmedDown, nextRjCount0);
  }

  Session11 skip(int by) {
    return new Session11(keys, nextAFCntDown + by, confirmedDown, nextRjCount0);
  }

  Session11 countRejoin(int rjCount0) {
    return new Session11(keys, nextAFCntDown, confirmedDown, rjCount0 + 1);
  }
}
