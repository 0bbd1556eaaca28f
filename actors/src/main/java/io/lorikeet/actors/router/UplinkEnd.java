package io.lorikeet.actors.router;

import io.lorikeet.actors.router.UplinkFrame.Outcome;

/** How a frame's way ends: its outcome, and, where that has several, the reason. */
public enum UplinkEnd {
  DELIVERED(Outcome.DELIVERED, ""),
  JOINED(Outcome.JOINED, ""),
  REPEATED(Outcome.REPEATED, ""),
  /** Nobody here uses this DevAddr. */
  UNKNOWN_DEV_ADDR(Outcome.UNKNOWN_DEVICE, "dev_addr"),
  /** Nobody has registered this DevEUI. */
  UNKNOWN_DEV_EUI(Outcome.UNKNOWN_DEVICE, "dev_eui"),
  /** It is registered with another JoinEUI. */
  OTHER_JOIN_EUI(Outcome.UNKNOWN_DEVICE, "join_eui"),
  BAD_MIC(Outcome.BAD_MIC, "mic"),
  /** The counter is not newer than the last one. */
  REPLAYED(Outcome.REPLAYED, "f_cnt"),
  /** A retransmission that came too late, or too often, to be the device's own. */
  REPEATED_TOO_LATE(Outcome.REPLAYED, "repetition"),
  /** The counter of a rejoin-request is not newer than the last one. */
  REJOIN_REPLAYED(Outcome.REPLAYED, "rj_count"),
  COUNTER_GAP(Outcome.COUNTER_GAP, "f_cnt"),
  DEV_NONCE_REUSED(Outcome.DEV_NONCE_REUSED, "dev_nonce"),
  /** The root keys have no JoinNonce left. */
  JOIN_NONCES_USED_UP(Outcome.DEV_NONCE_REUSED, "join_nonce"),
  UNSUPPORTED_TYPE(Outcome.UNSUPPORTED, "frame_type"),
  /** A frame of a LoRaWAN version that the device is not registered with. */
  UNSUPPORTED_VERSION(Outcome.UNSUPPORTED, "version"),
  OVERLOADED(Outcome.OVERLOADED, "queue");

  private final Outcome outcome;
  private final String reason;

  UplinkEnd(Outcome outcome, String reason) {
    this.outcome = outcome;
    this.reason = reason;
  }

  public Outcome outcome() {
    return outcome;
  }

  /** The metric's label; empty when the frame was not refused. */
  public String reason() {
    return reason;
  }

  /** The one that an outcome alone stands for. */
  public static UplinkEnd of(Outcome outcome) {
    return switch (outcome) {
      case DELIVERED -> DELIVERED;
      case JOINED -> JOINED;
      case REPEATED -> REPEATED;
      case UNKNOWN_DEVICE -> UNKNOWN_DEV_ADDR;
      case BAD_MIC -> BAD_MIC;
      case REPLAYED -> REPLAYED;
      case COUNTER_GAP -> COUNTER_GAP;
      case DEV_NONCE_REUSED -> DEV_NONCE_REUSED;
      case UNSUPPORTED -> UNSUPPORTED_TYPE;
      case OVERLOADED -> OVERLOADED;
    };
  }
}
