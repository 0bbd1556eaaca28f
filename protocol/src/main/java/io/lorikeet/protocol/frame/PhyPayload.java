package io.lorikeet.protocol.frame;

import io.lorikeet.protocol.Payload;

/** A frame as it was in the air, taken apart as far as that goes without any key. */
public sealed interface PhyPayload
    permits JoinRequest, RejoinRequest, JoinAccept, DataFrame, Malformed {

  /** The most bytes a LoRa radio can carry in one packet. */
  int MAX_SIZE = 255;

  /** Reads any bytes; those that are no frame give {@link Malformed}. Reserved bits are ignored. */
  static PhyPayload parse(Payload phy) {
    if (phy.isEmpty()) {
      return new Malformed(Malformed.Reason.TOO_SHORT);
    }
    if (phy.size() > MAX_SIZE) {
      return new Malformed(Malformed.Reason.TOO_LONG);
    }
    int mhdr = phy.at(0);
    if ((mhdr & 0x03) != 0) {
      return new Malformed(Malformed.Reason.UNSUPPORTED_MAJOR);
    }
    return switch (MType.of(mhdr)) {
      case JOIN_REQUEST -> JoinRequest.parse(phy);
      case JOIN_ACCEPT -> JoinAccept.parse(phy);
      case REJOIN_REQUEST -> RejoinRequest.parse(phy);
      case PROPRIETARY -> new Malformed(Malformed.Reason.PROPRIETARY);
      case UNCONFIRMED_DATA_UP, UNCONFIRMED_DATA_DOWN, CONFIRMED_DATA_UP, CONFIRMED_DATA_DOWN ->
          DataFrame.parse(phy);
    };
  }

  /** As {@link #parse}; what only a network sends is malformed too. */
  static PhyPayload parseUplink(Payload phy) {
    var frame = parse(phy);
    return downlink(frame) ? new Malformed(Malformed.Reason.WRONG_DIRECTION) : frame;
  }

  /** As {@link #parse}; what only a device sends is malformed too. */
  static PhyPayload parseDownlink(Payload phy) {
    var frame = parse(phy);
    return downlink(frame) || frame instanceof Malformed
        ? frame
        : new Malformed(Malformed.Reason.WRONG_DIRECTION);
  }

  private static boolean downlink(PhyPayload frame) {
    return frame instanceof JoinAccept || frame instanceof DataFrame data && !data.uplink();
  }
}
