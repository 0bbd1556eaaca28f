package io.lorikeet.actors.broker;

import io.lorikeet.actors.router.Reception;
import java.util.Comparator;

/** Orders receptions by how well a gateway heard the device, and so will be heard by it. */
final class SignalOrder {

  static final Comparator<Reception> BEST_FIRST =
      Comparator.comparingDouble((Reception reception) -> power(reception.signal())).reversed();

  private SignalOrder() {}

  /** Power of the signal alone, in dBm: below the noise, the channel's power says little of it. */
  private static double power(Reception.Signal signal) {
    return signal.snr() < 0 ? signal.rssi() + signal.snr() : signal.rssi();
  }
}
