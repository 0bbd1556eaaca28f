package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.actors.networkserver.mac.MacParameters.Sending;
import io.lorikeet.protocol.mac.DutyCycle.DutyCycleReq;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.TxParamSetup.TxParamSetupReq;
import java.util.Optional;

/** How much, how long and how strong a device sends. */
final class SendingRequests {

  private SendingRequests() {}

  static Optional<MacCommand> dutyCycle(MacParameters current, MacParameters desired) {
    int shall = desired.sending().maxDutyCycle();
    return current.sending().maxDutyCycle() == shall
        ? Optional.empty()
        : Optional.of(new DutyCycleReq(shall));
  }

  static MacParameters accepted(MacParameters current, DutyCycleReq request) {
    var is = current.sending();
    return current.withSending(
        new Sending(
            request.maxDutyCycle(), is.uplinkDwellTime(), is.downlinkDwellTime(), is.maxEirp()));
  }

  static Optional<MacCommand> txParameters(
      MacParameters current, MacParameters desired, MacRules rules) {
    var is = current.sending();
    var shall = desired.sending();
    boolean same =
        is.uplinkDwellTime() == shall.uplinkDwellTime()
            && is.downlinkDwellTime() == shall.downlinkDwellTime()
            && is.maxEirp() == shall.maxEirp();
    return same || !rules.understands().txParamSetup()
        ? Optional.empty()
        : Optional.of(
            new TxParamSetupReq(
                shall.downlinkDwellTime(), shall.uplinkDwellTime(), shall.maxEirp()));
  }

  static MacParameters accepted(MacParameters current, TxParamSetupReq request) {
    return current.withSending(
        new Sending(
            current.sending().maxDutyCycle(),
            request.uplinkDwellTime(),
            request.downlinkDwellTime(),
            request.maxEirp()));
  }
}
