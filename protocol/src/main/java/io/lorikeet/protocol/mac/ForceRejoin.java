package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.Payload;

/** The network makes a device send rejoin-requests (LoRaWAN 1.1). */
public sealed interface ForceRejoin extends MacCommand {

  int CID = 0x0e;

  @Override
  default int cid() {
    return CID;
  }

  /**
   * Down. Two orders of the bytes are in use; this one is what devices execute: LoRaMac-node reads
   * period and retries from the first byte.
   *
   * @param period between two requests 32 s times 2^n, and up to 32 s more, 0 to 7
   * @param maxRetries how often the request is repeated, 0 to 7
   * @param rejoinType 0 to 2, of the request
   * @param dataRate of the request, 0 to 15
   */
  record ForceRejoinReq(int period, int maxRetries, int rejoinType, int dataRate)
      implements ForceRejoin {

    public ForceRejoinReq {
      Bits.within("Period", period, 7);
      Bits.within("Max_Retries", maxRetries, 7);
      Bits.within("RejoinType", rejoinType, 7);
      Bits.within("DR", dataRate, 15);
    }

    static ForceRejoinReq decode(Payload body) {
      int tries = body.at(0);
      int kind = body.at(1);
      return new ForceRejoinReq(tries >> 3 & 0x07, tries & 0x07, kind >> 4 & 0x07, kind & 0x0f);
    }

    @Override
    public Payload encode() {
      return Bits.command(CID, period << 3 | maxRetries, rejoinType << 4 | dataRate);
    }
  }
}
