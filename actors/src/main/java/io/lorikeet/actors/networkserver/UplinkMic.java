package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.router.Radio;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.UplinkRadio;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.region.Region;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Whether a session signed an uplink that was heard on some frequency in some data rate. */
final class UplinkMic {

  /** Channels that a device of a region with channels of its own choice can have. */
  private static final int CHANNELS = 16;

  private UplinkMic() {}

  static boolean isValid(
      Session session, DataFrame frame, long fCnt, DeviceProfile profile, Radio radio) {
    if (session.v11().isEmpty()) {
      return DataCrypto.hasValidMic10(frame, session.nwkSKey(), fCnt);
    }
    // Foreign frames fail here, at half the price.
    return DataCrypto.hasValidForwardingMic11(frame, session.nwkSKey(), fCnt)
        && isServed(session.v11().get(), frame, fCnt, SessionWork.region(profile), radio);
  }

  /** The other half of a 1.1 signature: it covers data rate, channel and what is acknowledged. */
  private static boolean isServed(
      Session11 session, DataFrame frame, long fCnt, Region region, Radio radio) {
    var txDr = region.indexOf(radio.modulation(), true);
    if (txDr.isEmpty()) {
      return false;
    }
    var acknowledged = frame.fCtrl().ack() ? session.confirmedDown() : List.of(0L);
    var key = session.keys().sNwkSIntKey();
    return channels(region, radio.frequencyHz())
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
  private static IntStream channels(Region region, long frequencyHz) {
    var defaults = region.defaultChannels();
    var fixed = index(defaults, frequencyHz);
    if (fixed.isPresent()) {
      return IntStream.of(fixed.getAsInt());
    }
    var others = IntStream.range(defaults.size(), CHANNELS);
    var added = index(region.addedChannels(), frequencyHz);
    if (added.isEmpty()) {
      return others;
    }
    int likely = defaults.size() + added.getAsInt();
    return IntStream.concat(IntStream.of(likely), others.filter(index -> index != likely));
  }

  private static OptionalInt index(List<? extends Number> frequencies, long frequencyHz) {
    return IntStream.range(0, frequencies.size())
        .filter(index -> frequencies.get(index).longValue() == frequencyHz)
        .findFirst();
  }
}
