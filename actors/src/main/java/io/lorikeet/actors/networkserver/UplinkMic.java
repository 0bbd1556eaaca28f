package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.router.Radio;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.UplinkRadio;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.region.Channel;
import io.lorikeet.protocol.region.FrequencyPlan;
import io.lorikeet.protocol.region.Region;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Whether a session signed an uplink that was heard on some frequency in some data rate. */
final class UplinkMic {

  /** Channels that a device of a region with channels of its own choice can have. */
  private static final int CHANNELS = 16;

  private UplinkMic() {}

  /**
   * How a frame was heard.
   *
   * @param plan says which channels a device is to know
   */
  record Air(Region region, FrequencyPlan plan, Radio radio) {}

  static boolean isValid(Session session, DataFrame frame, long fCnt, Air air) {
    if (session.v11().isEmpty()) {
      return DataCrypto.hasValidMic10(frame, session.nwkSKey(), fCnt);
    }
    // Foreign frames fail here, at half the price.
    return DataCrypto.hasValidForwardingMic11(frame, session.nwkSKey(), fCnt)
        && isServed(session.v11().get(), frame, fCnt, air);
  }

  /** The other half of a 1.1 signature: it covers data rate, channel and what is acknowledged. */
  private static boolean isServed(Session11 session, DataFrame frame, long fCnt, Air air) {
    var txDr = air.region().indexOf(air.radio().modulation(), true);
    if (txDr.isEmpty()) {
      return false;
    }
    var acknowledged = frame.fCtrl().ack() ? session.confirmedDown() : List.of(0L);
    var key = session.keys().sNwkSIntKey();
    return channels(air)
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
  private static IntStream channels(Air air) {
    int defaults = air.region().uplinkChannels().size();
    var planned = index(air.plan().deviceChannels(), air.radio().frequencyHz());
    if (planned.isPresent() && planned.getAsInt() < defaults) {
      return IntStream.of(planned.getAsInt());
    }
    var others = IntStream.range(defaults, CHANNELS);
    if (planned.isEmpty()) {
      return others;
    }
    int likely = planned.getAsInt();
    return IntStream.concat(IntStream.of(likely), others.filter(index -> index != likely));
  }

  private static OptionalInt index(List<Channel> channels, long frequencyHz) {
    return IntStream.range(0, channels.size())
        .filter(index -> channels.get(index).frequencyHz() == frequencyHz)
        .findFirst();
  }
}
