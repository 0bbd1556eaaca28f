package io.lorikeet.actors.handler;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.JoinEui;
import java.time.Instant;

/**
 * What an application receives about its devices. It is stored in the {@code ApplicationLog} under
 * these names and handed to every subscriber at least once; {@code id} is the same each time.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
  @JsonSubTypes.Type(value = ApplicationUplink.class, name = "up"),
  @JsonSubTypes.Type(value = ApplicationMessage.DeviceActivated.class, name = "activations"),
  @JsonSubTypes.Type(
      value = ApplicationMessage.ActivationFailed.class,
      name = "activations/errors"),
  @JsonSubTypes.Type(value = ApplicationMessage.DownlinkScheduled.class, name = "down/scheduled"),
  @JsonSubTypes.Type(value = ApplicationMessage.DownlinkSent.class, name = "down/sent"),
  @JsonSubTypes.Type(value = ApplicationMessage.DownlinkAcknowledged.class, name = "down/acks"),
  @JsonSubTypes.Type(value = ApplicationMessage.DownlinkFailed.class, name = "down/errors"),
  @JsonSubTypes.Type(value = ApplicationMessage.DeviceChanged.class, name = "device")
})
public sealed interface ApplicationMessage extends CborSerializable
    permits ApplicationUplink,
        ApplicationMessage.DeviceActivated,
        ApplicationMessage.ActivationFailed,
        ApplicationMessage.DownlinkScheduled,
        ApplicationMessage.DownlinkSent,
        ApplicationMessage.DownlinkAcknowledged,
        ApplicationMessage.DownlinkFailed,
        ApplicationMessage.DeviceChanged {

  /** {@code uplink_id} or the id of the event; the same on every redelivery. */
  String id();

  EndDeviceId device();

  Instant at();

  /** A join-request was accepted. */
  record DeviceActivated(
      String id,
      EndDeviceId device,
      Instant at,
      JoinEui joinEui,
      DevEui devEui,
      DevAddr devAddr,
      UplinkRadio radio)
      implements ApplicationMessage {}

  /** A join-request that this device signed was refused; {@code error} says why. */
  record ActivationFailed(
      String id, EndDeviceId device, Instant at, JoinEui joinEui, DevEui devEui, String error)
      implements ApplicationMessage {}

  /** A downlink is in the queue. */
  record DownlinkScheduled(String id, EndDeviceId device, Instant at, DownlinkMessage message)
      implements ApplicationMessage {}

  /** A gateway took the downlink for transmission. */
  record DownlinkSent(
      String id, EndDeviceId device, Instant at, DownlinkMessage message, Transmission transmission)
      implements ApplicationMessage {}

  /** The device acknowledged a confirmed downlink. */
  record DownlinkAcknowledged(String id, EndDeviceId device, Instant at, DownlinkMessage message)
      implements ApplicationMessage {}

  /** The downlink has left the queue without being sent or acknowledged; {@code error} says why. */
  record DownlinkFailed(
      String id, EndDeviceId device, Instant at, DownlinkMessage message, String error)
      implements ApplicationMessage {}

  /** The device was registered, changed or removed. */
  record DeviceChanged(String id, EndDeviceId device, Instant at, Change change)
      implements ApplicationMessage {}

  enum Change {
    CREATE,
    UPDATE,
    DELETE
  }

  /**
   * How a downlink went on the air.
   *
   * @param phy the PHYPayload
   * @param fCnt its frame counter
   * @param airtimeMicros time on air
   * @param powerDbm EIRP as asked of the gateway
   */
  record Transmission(
      Payload phy, String gatewayId, Radio radio, long fCnt, long airtimeMicros, int powerDbm)
      implements CborSerializable {}
}
