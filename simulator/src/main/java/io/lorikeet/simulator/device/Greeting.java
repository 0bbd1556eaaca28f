package io.lorikeet.simulator.device;

import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.Rekey;
import io.lorikeet.protocol.mac.Reset;

/** How a device of LoRaWAN 1.1 begins a session, until the network has confirmed it. */
final class Greeting {

  private static final int MINOR_VERSION = 1;

  private Greeting() {}

  /** ResetInd of a device with a session for life, RekeyInd of one that has joined. */
  static MacCommand of(DeviceIdentity identity) {
    return identity instanceof DeviceIdentity.Abp11
        ? new Reset.ResetInd(MINOR_VERSION)
        : new Rekey.RekeyInd(MINOR_VERSION);
  }

  static boolean isConfirmedBy(MacCommand command) {
    return command instanceof Rekey.RekeyConf || command instanceof Reset.ResetConf;
  }
}
