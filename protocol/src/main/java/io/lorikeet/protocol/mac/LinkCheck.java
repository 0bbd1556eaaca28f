package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.Payload;

/** The device asks how well it is heard. */
public sealed interface LinkCheck extends MacCommand {

  int CID = 0x02;

  @Override
  default int cid() {
    return CID;
  }

  /** Up. */
  record LinkCheckReq() implements LinkCheck {

    @Override
    public Payload encode() {
      return Payload.of(new byte[] {CID});
    }
  }

  /**
   * Down.
   *
   * @param margin dB above the weakest signal that can be received, 0 to 254
   * @param gatewayCount gateways that heard the request, 1 to 255
   */
  record LinkCheckAns(int margin, int gatewayCount) implements LinkCheck {

    private static final int MAX_MARGIN = 254;

    /** Takes any numbers and limits them to what can be said. */
    public static LinkCheckAns limited(double margin, int gatewayCount) {
      return new LinkCheckAns(
          (int) Math.max(0, Math.min(MAX_MARGIN, Math.floor(margin))),
          Math.max(1, Math.min(255, gatewayCount)));
    }

    static LinkCheckAns decode(Payload body) {
      return new LinkCheckAns(body.at(0), body.at(1));
    }

    @Override
    public Payload encode() {
      return Payload.of(new byte[] {CID, (byte) margin, (byte) gatewayCount});
    }
  }
}
