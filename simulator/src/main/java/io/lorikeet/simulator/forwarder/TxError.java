package io.lorikeet.simulator.forwarder;

/** Why a forwarder refuses a downlink: the words of TX_ACK. */
public enum TxError {
  TOO_LATE,
  TOO_EARLY,
  COLLISION_PACKET,
  TX_FREQ,
  TX_POWER,
  GPS_UNLOCKED
}
