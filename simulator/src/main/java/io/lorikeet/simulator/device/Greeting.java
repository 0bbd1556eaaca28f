package io.lorikeet.simulator.device;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.mac.OtherMacCommand;

/** How a device of LoRaWAN 1.1 begins a session, until the network has confirmed it. */
final class Greeting {

  /** ResetInd of a device with a session for life. */
  static final int RESET = 0x01;

  /** RekeyInd of a device that has joined. */
  static final int REKEY = 0x0b;

  private static final byte MINOR_VERSION = 1;

  private Greeting() {}

  static OtherMacCommand of(DeviceIdentity identity) {
    int cid = identity instanceof DeviceIdentity.Abp11 ? RESET : REKEY;
    return new OtherMacCommand(cid, Payload.of(new byte[] {MINOR_VERSION}));
  }
}
