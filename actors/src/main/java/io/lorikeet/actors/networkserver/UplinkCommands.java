package io.lorikeet.actors.networkserver;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.crypto.FOptsCounter;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.MacCommands;
import java.util.List;

/** The MAC commands of an uplink, in clear: from FOpts, or from the payload of port 0. */
final class UplinkCommands {

  private UplinkCommands() {}

  /**
   * @param fCnt as the device counts
   */
  static List<MacCommand> of(DataFrame frame, Session session, long fCnt) {
    return MacCommands.parse(Direction.UP, clear(frame, session, fCnt));
  }

  private static Payload clear(DataFrame frame, Session session, long fCnt) {
    if (frame.fPort() == 0) {
      return DataCrypto.crypt(
          encryption(session), Direction.UP, frame.devAddr(), fCnt, frame.frmPayload());
    }
    return session.v11().isEmpty() || frame.fOpts().isEmpty()
        ? frame.fOpts()
        : DataCrypto.cryptFOpts(
            encryption(session), FOptsCounter.F_CNT_UP, frame.devAddr(), fCnt, frame.fOpts());
  }

  /** The key that MAC commands are encrypted with. */
  static Aes128Key encryption(Session session) {
    return session.v11().map(its -> its.keys().nwkSEncKey()).orElse(session.nwkSKey());
  }
}
