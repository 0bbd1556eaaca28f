package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.actors.networkserver.mac.MacParameters.Backoff;
import io.lorikeet.protocol.mac.AdrParamSetup.ADRParamSetupReq;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.RejoinParamSetup.RejoinParamSetupReq;
import java.util.Optional;

/** When a 1.1 device becomes louder or sends rejoin-requests by itself. */
final class BackoffRequests {

  private BackoffRequests() {}

  static Optional<MacCommand> adr(MacParameters current, MacParameters desired, MacRules rules) {
    var is = current.backoff();
    var shall = desired.backoff();
    boolean same =
        is.adrLimitExponent() == shall.adrLimitExponent()
            && is.adrDelayExponent() == shall.adrDelayExponent();
    return same || !rules.understands().v11()
        ? Optional.empty()
        : Optional.of(new ADRParamSetupReq(shall.adrLimitExponent(), shall.adrDelayExponent()));
  }

  static MacParameters accepted(MacParameters current, ADRParamSetupReq request) {
    var is = current.backoff();
    return current.withBackoff(
        new Backoff(
            request.limitExponent(),
            request.delayExponent(),
            is.rejoinTimeExponent(),
            is.rejoinCountExponent()));
  }

  static Optional<MacCommand> rejoin(MacParameters current, MacParameters desired, MacRules rules) {
    var is = current.backoff();
    var shall = desired.backoff();
    boolean same =
        is.rejoinTimeExponent() == shall.rejoinTimeExponent()
            && is.rejoinCountExponent() == shall.rejoinCountExponent();
    boolean sayable = shall.rejoinTimeExponent() >= 0 && shall.rejoinCountExponent() >= 0;
    return same || !sayable || !rules.understands().v11()
        ? Optional.empty()
        : Optional.of(
            new RejoinParamSetupReq(shall.rejoinTimeExponent(), shall.rejoinCountExponent()));
  }

  /** A device without a clock counts uplinks only; it was told, and is not told again. */
  static MacParameters accepted(MacParameters current, RejoinParamSetupReq request) {
    var is = current.backoff();
    return current.withBackoff(
        new Backoff(
            is.adrLimitExponent(),
            is.adrDelayExponent(),
            request.maxTimeExponent(),
            request.maxCountExponent()));
  }
}
