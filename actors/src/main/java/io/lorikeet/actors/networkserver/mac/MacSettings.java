package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.networkserver.adr.AdrSettings;
import io.lorikeet.actors.networkserver.mac.MacParameters.Backoff;
import java.util.List;
import java.util.Optional;

/**
 * What the operator wants of a device beside its windows; what is empty is as the region has it.
 *
 * @param statusPeriodSeconds how often the device shall say how it is; 0 means never
 * @param maxDutyCycle the device sends 1/2^n of the time at most, 0 to 15; 0 means no limit
 * @param pingSlots where a device of class B listens
 * @param beaconFrequencyHz where a device of class B looks for the beacon
 * @param backoff what a 1.1 device does by itself
 * @param builtInFrequencies of the channels that a device which does not join knows beside the
 *     default ones; empty: all of its frequency plan
 */
public record MacSettings(
    AdrSettings adr,
    int statusPeriodSeconds,
    int maxDutyCycle,
    Optional<PingSlots> pingSlots,
    Optional<Long> beaconFrequencyHz,
    Optional<Backoff> backoff,
    Optional<List<Long>> builtInFrequencies)
    implements CborSerializable {

  public static final MacSettings DEFAULT =
      new MacSettings(
          AdrSettings.DEFAULT,
          0,
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** In Hz, and the index of a data rate. */
  public record PingSlots(long frequencyHz, int dataRate) implements CborSerializable {}
}
