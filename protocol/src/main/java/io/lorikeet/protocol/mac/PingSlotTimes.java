package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.crypto.PingSlots;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.region.Beacon;
import java.time.Duration;
import java.time.Instant;

/** The moments of ping slots (LoRaWAN 1.0.4, 13 to 15). */
public final class PingSlotTimes {

  /** From the start of a beacon to the first place for a slot. */
  private static final Duration BEACON_RESERVED = Duration.ofMillis(2_120);

  private static final Duration SLOT = Duration.ofMillis(30);

  /** Places for slots in a beacon period. */
  private static final int SLOTS = 4_096;

  /** Places a second, rounded as the specification does. */
  private static final int SLOTS_A_SECOND = 32;

  private PingSlotTimes() {}

  /**
   * The first slot that does not start before {@code notBefore}.
   *
   * @param periodicity a slot every 2^n seconds, 0 to 7
   */
  public static Instant next(DevAddr devAddr, int periodicity, Instant notBefore) {
    var wanted = GpsTime.of(notBefore);
    long beacon = beaconTime(notBefore);
    int period = SLOTS_A_SECOND << periodicity;
    while (true) {
      var first = PingSlots.offset(devAddr, beacon, period);
      for (int slot = first; slot < SLOTS; slot += period) {
        var at = Duration.ofSeconds(beacon).plus(BEACON_RESERVED).plus(SLOT.multipliedBy(slot));
        if (at.compareTo(wanted) >= 0) {
          return GpsTime.utc(at);
        }
      }
      beacon += Beacon.PERIOD_SECONDS;
    }
  }

  /** When the last beacon was sent, GPS seconds: a multiple of 128. */
  public static long beaconTime(Instant at) {
    long seconds = GpsTime.of(at).getSeconds();
    return seconds - seconds % Beacon.PERIOD_SECONDS;
  }
}
