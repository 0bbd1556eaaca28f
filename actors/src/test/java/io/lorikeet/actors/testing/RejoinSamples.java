package io.lorikeet.actors.testing;

import io.lorikeet.actors.LeftOut;
import io.lorikeet.actors.networkserver.DeviceSessionEvent;
import io.lorikeet.actors.networkserver.DeviceSessionState;
import io.lorikeet.actors.networkserver.LorawanVersion;
import io.lorikeet.actors.networkserver.Past;
import io.lorikeet.protocol.mac.ForceRejoin.ForceRejoinReq;
import java.util.List;
import java.util.Optional;

/** What is stored since a device may be in one of several sessions, and be told to rejoin. */
final class RejoinSamples {

  private RejoinSamples() {}

  static List<Object> all() {
    return List.of(
        new DeviceSessionEvent.RejoinWanted(new ForceRejoinReq(0, 3, 0, 2).encode()),
        new DeviceSessionState.Known(
            TestDevice.numbered(5).profile(LorawanVersion.V1_1),
            Optional.of(Samples.session(7)),
            Optional.of(Samples.session(1)),
            List.of(Samples.session(0)),
            List.of(),
            Optional.empty(),
            new Past(List.of(), List.of(), Optional.empty(), LeftOut.NOTHING)));
  }
}
