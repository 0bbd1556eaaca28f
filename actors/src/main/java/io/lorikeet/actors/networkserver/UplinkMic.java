package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.router.Radio;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.UplinkRadio;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.region.FrequencyPlan;
import io.lorikeet.protocol.region.Region;
import io.lorikeet.protocol.region.Revision;
import java.util.List;
import java.util.stream.IntStream;

/** Whether a session signed an uplink that was heard on some frequency in some data rate. */
final class UplinkMic {

  /**
   * How a frame was heard.
   *
   * @param plan says which channels the device has, and in which order
   */
  record Hearing(FrequencyPlan plan, Revision revision, Radio radio) {

    Region region() {
      return plan.region(revision);
    }
  }

  private UplinkMic() {}

  static boolean isValid(Session session, DataFrame frame, long fCnt, Hearing hearing) {
    if (session.v11().isEmpty()) {
      return DataCrypto.hasValidMic10(frame, session.nwkSKey(), fCnt);
    }
    // Foreign frames fail here, at half the price.
    return DataCrypto.hasValidForwardingMic11(frame, session.nwkSKey(), fCnt)
        && isServed(session.v11().get(), frame, fCnt, hearing);
  }

  /** The other half of a 1.1 signature: it covers data rate, channel and what is acknowledged. */
  private static boolean isServed(Session11 session, DataFrame frame, long fCnt, Hearing hearing) {
    var txDr = hearing.region().indexOf(hearing.radio().modulation(), true);
    if (txDr.isEmpty()) {
      return false;
    }
    var acknowledged = frame.fCtrl().ack() ? session.confirmedDown() : List.of(0L);
    var key = session.keys().sNwkSIntKey();
    return channels(hearing)
        .anyMatch(
            txCh ->
                acknowledged.stream()
                    .anyMatch(
                        confFCnt ->
                            DataCrypto.hasValidServingMic11(
                                frame,
                                key,
                                fCnt,
                                new UplinkRadio(confFCnt, txDr.getAsInt(), txCh))));
  }

  /**
   * The index of the channel in the device's own list, the likely ones first. The default channels
   * are the same in every device; what was added may stand elsewhere.
   */
  private static IntStream channels(Hearing hearing) {
    var region = hearing.region();
    var known = hearing.plan().deviceChannels();
    var likely =
        IntStream.range(0, known.size())
            .filter(index -> known.get(index).frequencyHz() == hearing.radio().frequencyHz())
            .findFirst();
    int fixed = region.hasDynamicChannels() ? region.defaultChannels().size() : known.size();
    if (likely.isPresent() && likely.getAsInt() < fixed) {
      return IntStream.of(likely.getAsInt());
    }
    var others = IntStream.range(fixed, region.maxChannels());
    if (likely.isEmpty()) {
      return others;
    }
    int first = likely.getAsInt();
    return IntStream.concat(IntStream.of(first), others.filter(index -> index != first));
  }
}
