package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.actors.networkserver.mac.MacParameters.Windows;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.RxParamSetup.RXParamSetupReq;
import io.lorikeet.protocol.mac.RxTimingSetup.RXTimingSetupReq;
import java.util.Optional;

/** When and where a device listens. */
final class WindowRequests {

  private WindowRequests() {}

  static Optional<MacCommand> parameters(MacParameters current, MacParameters desired) {
    var is = current.windows();
    var shall = desired.windows();
    return is.rx1DrOffset() == shall.rx1DrOffset()
            && is.rx2DataRate() == shall.rx2DataRate()
            && is.rx2FrequencyHz() == shall.rx2FrequencyHz()
        ? Optional.empty()
        : Optional.of(
            new RXParamSetupReq(shall.rx1DrOffset(), shall.rx2DataRate(), shall.rx2FrequencyHz()));
  }

  static MacParameters accepted(MacParameters current, RXParamSetupReq request) {
    return current.withWindows(
        new Windows(
            current.windows().rx1DelaySeconds(),
            request.rx1DrOffset(),
            request.rx2DataRate(),
            request.rx2FrequencyHz()));
  }

  static Optional<MacCommand> timing(MacParameters current, MacParameters desired) {
    int shall = desired.windows().rx1DelaySeconds();
    return current.windows().rx1DelaySeconds() == shall
        ? Optional.empty()
        : Optional.of(new RXTimingSetupReq(shall));
  }

  static MacParameters accepted(MacParameters current, RXTimingSetupReq request) {
    var is = current.windows();
    return current.withWindows(
        new Windows(
            Math.max(1, request.delaySeconds()),
            is.rx1DrOffset(),
            is.rx2DataRate(),
            is.rx2FrequencyHz()));
  }
}
