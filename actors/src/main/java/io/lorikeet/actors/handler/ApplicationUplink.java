package io.lorikeet.actors.handler;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import java.time.Instant;
import java.util.OptionalInt;

/** A decrypted uplink. */
public record ApplicationUplink(
    String id,
    EndDeviceId device,
    Instant at,
    DevEui devEui,
    DevAddr devAddr,
    Content content,
    UplinkRadio radio)
    implements ApplicationMessage {

  /**
   * @param port FPort; empty when the frame carried none
   * @param fCnt the full 32-bit counter; of a device that counts 16 bits, as the network counts on
   * @param payload in clear; empty when the frame carried none
   * @param confirmed whether the device asked for an acknowledgement
   * @param deviceClass A, B or C
   */
  public record Content(
      OptionalInt port, long fCnt, Payload payload, boolean confirmed, String deviceClass)
      implements CborSerializable {}
}
