package io.lorikeet.actors.networkserver;

import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.UplinkRadio;
import io.lorikeet.protocol.frame.DataFrame;
import java.util.List;
import java.util.function.Supplier;

/** Whether a session signed an uplink that was heard on some frequency in some data rate. */
final class UplinkMic {

  private UplinkMic() {}

  /**
   * @param fCnt as the device counts
   * @param heard asked for LoRaWAN 1.1 only
   */
  static boolean isValid(Session session, DataFrame frame, long fCnt, Supplier<HeardOn> heard) {
    if (session.v11().isEmpty()) {
      return DataCrypto.hasValidMic10(frame, session.nwkSKey(), fCnt);
    }
    // Foreign frames fail here, at half the price.
    return DataCrypto.hasValidForwardingMic11(frame, session.nwkSKey(), fCnt)
        && isServed(session.v11().get(), frame, fCnt, heard.get());
  }

  /** The other half of a 1.1 signature: it covers data rate, channel and what is acknowledged. */
  private static boolean isServed(Session11 session, DataFrame frame, long fCnt, HeardOn heard) {
    var txDr = heard.dataRate();
    if (txDr.isEmpty()) {
      return false;
    }
    var acknowledged = frame.fCtrl().ack() ? session.confirmedDown() : List.of(0L);
    var key = session.keys().sNwkSIntKey();
    return heard
        .channelIndices()
        .anyMatch(
            txCh ->
                acknowledged.stream()
                    .map(confFCnt -> new UplinkRadio(confFCnt, txDr.getAsInt(), txCh))
                    .anyMatch(radio -> DataCrypto.hasValidServingMic11(frame, key, fCnt, radio)));
  }
}
