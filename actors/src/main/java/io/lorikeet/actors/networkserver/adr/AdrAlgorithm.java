package io.lorikeet.actors.networkserver.adr;

import io.lorikeet.protocol.radio.Modulation;

/**
 * Decides how a device shall send. It is a pure function: the same history gives the same decision,
 * so it may be asked as often as one likes, and another one can take its place.
 */
@FunctionalInterface
public interface AdrAlgorithm {

  /** The one that serves all devices. */
  AdrAlgorithm STANDARD = new StandardAdr();

  /**
   * @param current how the device sends
   * @param modulation of the current data rate
   * @param history uplinks sent like that
   */
  AdrDecision decide(
      LinkSettings current, Modulation modulation, AdrHistory history, AdrLimits limits);
}
