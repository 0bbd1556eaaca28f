package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.networkserver.mac.MacState;
import io.lorikeet.protocol.Payload;
import java.util.Optional;

/**
 * The MAC commands that go back after an uplink.
 *
 * @param beside in FOpts, beside an application's payload
 * @param alone in a frame without one, where more fits
 * @param needed whether the device must hear them, or anything
 */
record MacReply(Commands beside, Commands alone, boolean needed) {

  /**
   * @param bytes in clear
   * @param after the state of the negotiation once they are sent, if they change it
   */
  record Commands(Payload bytes, Optional<MacState> after) {

    static final Commands NONE = new Commands(Payload.empty(), Optional.empty());
  }

  Commands forFrame(boolean application) {
    return application ? beside : alone;
  }
}
