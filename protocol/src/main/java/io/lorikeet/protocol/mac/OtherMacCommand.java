package io.lorikeet.protocol.mac;

import io.lorikeet.protocol.Payload;

/**
 * A command of which we know the length only: those of relays and of the old beacon timing.
 *
 * @param body what follows the first byte
 */
public record OtherMacCommand(int cid, Payload body) implements MacCommand {

  @Override
  public Payload encode() {
    var bytes = new byte[1 + body.size()];
    bytes[0] = (byte) cid;
    body.copyTo(bytes, 1);
    return Payload.of(bytes);
  }
}
