package io.lorikeet.protocol.frame;

import io.lorikeet.protocol.Payload;

/**
 * The answer to a join- or rejoin-request as it is in the air: encrypted; see {@link
 * JoinAcceptContents} for what is inside.
 *
 * @param phy the whole frame, 17 bytes, or 33 with a CFList
 */
public record JoinAccept(Payload phy) implements PhyPayload {

  static final int SIZE = 17;
  static final int SIZE_WITH_CF_LIST = 33;

  static PhyPayload parse(Payload phy) {
    if (phy.size() != SIZE && phy.size() != SIZE_WITH_CF_LIST) {
      return new Malformed(Malformed.Reason.BAD_LENGTH);
    }
    return new JoinAccept(phy);
  }
}
