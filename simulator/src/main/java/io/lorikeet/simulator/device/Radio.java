package io.lorikeet.simulator.device;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.radio.Modulation;

/** What a device can do with its antenna. */
public interface Radio {

  /** How far from its due time a downlink may begin and still be heard. */
  long TOLERANCE_NANOS = 3_000_000;

  /**
   * Sends a packet, starting now.
   *
   * @param powerDb above what the links of the air are given for; 0 or less
   * @return when its last bit is sent, simulated nanoseconds
   */
  long transmit(
      SimulatedDevice device, long frequencyHz, Modulation modulation, int powerDb, Payload phy);

  /** Opens the receiver for what begins at one time, on one frequency, with one modulation. */
  void listen(Listening listening);

  /** From now on the device hears whatever fits {@link SimulatedDevice#unprompted}. */
  void listensUnprompted(SimulatedDevice device);

  /** From now on the device answers to {@code mcAddr}, too. */
  void inGroup(SimulatedDevice device, DevAddr mcAddr);

  /** From now on the device answers to {@code devAddr}. */
  void addressed(SimulatedDevice device, DevAddr devAddr);

  /**
   * One receive window.
   *
   * @param cycle number of the last uplink before it
   * @param startNanos where it follows no uplink: when it was looked at
   */
  record Listening(
      SimulatedDevice device,
      long cycle,
      Window window,
      long startNanos,
      long frequencyHz,
      Modulation modulation) {}
}
