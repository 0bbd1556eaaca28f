package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.actors.networkserver.mac.MacParameters.ClassB;
import io.lorikeet.protocol.mac.BeaconFreq.BeaconFreqReq;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.PingSlotChannel.PingSlotChannelReq;
import java.util.Optional;

/** How a device listens in class B; only one that has said so is asked. */
final class ClassBRequests {

  private ClassBRequests() {}

  static Optional<MacCommand> pingSlots(MacParameters current, MacParameters desired) {
    var is = current.classB();
    var shall = desired.classB();
    boolean same =
        is.pingFrequencyHz() == shall.pingFrequencyHz()
            && is.pingDataRate() == shall.pingDataRate();
    return same || isNotUsed(current)
        ? Optional.empty()
        : Optional.of(new PingSlotChannelReq(shall.pingFrequencyHz(), shall.pingDataRate()));
  }

  static MacParameters accepted(MacParameters current, PingSlotChannelReq request) {
    var is = current.classB();
    return current.withClassB(
        new ClassB(
            is.pingPeriodicity(),
            request.frequencyHz(),
            request.dataRate(),
            is.beaconFrequencyHz()));
  }

  static Optional<MacCommand> beacon(MacParameters current, MacParameters desired) {
    long shall = desired.classB().beaconFrequencyHz();
    return current.classB().beaconFrequencyHz() == shall || isNotUsed(current)
        ? Optional.empty()
        : Optional.of(new BeaconFreqReq(shall));
  }

  static MacParameters accepted(MacParameters current, BeaconFreqReq request) {
    var is = current.classB();
    return current.withClassB(
        new ClassB(
            is.pingPeriodicity(), is.pingFrequencyHz(), is.pingDataRate(), request.frequencyHz()));
  }

  /** The device has said how often it listens. */
  static MacParameters periodicity(MacParameters current, int periodicity) {
    var is = current.classB();
    return current.withClassB(
        new ClassB(periodicity, is.pingFrequencyHz(), is.pingDataRate(), is.beaconFrequencyHz()));
  }

  private static boolean isNotUsed(MacParameters current) {
    return current.classB().pingPeriodicity() == MacParameters.UNKNOWN;
  }
}
