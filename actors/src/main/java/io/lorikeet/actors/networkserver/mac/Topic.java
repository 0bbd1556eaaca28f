package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.mac.DlChannel;
import io.lorikeet.protocol.mac.ForceRejoin;
import io.lorikeet.protocol.mac.NewChannel;

/**
 * What a request is about.
 *
 * @param cid of the command
 * @param channel the command's channel, 0 where it has none
 */
record Topic(int cid, int channel) {

  /** That the device shall ask for new keys. */
  static final Topic REJOIN = new Topic(ForceRejoin.CID, 0);

  /** Of an encoded request; commands about a channel name it first. */
  static Topic of(Payload request) {
    int cid = request.at(0);
    boolean hasChannel = cid == NewChannel.CID || cid == DlChannel.CID;
    return new Topic(cid, hasChannel ? request.at(1) : 0);
  }
}
