package io.lorikeet.simulator.device;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.mac.MacCommand;
import java.util.List;

/** What happened to a device, as only it can know. */
public sealed interface DeviceEvent {

  DevEui device();

  /** It asked to join. */
  record JoinRequestSent(DevEui device, int devNonce) implements DeviceEvent {}

  /** It asked to join again, in a session of LoRaWAN 1.1. */
  record RejoinRequestSent(DevEui device, int type, int rjCount) implements DeviceEvent {}

  /** A join-accept gave it a session. */
  record Joined(DevEui device, DevAddr devAddr, Window window) implements DeviceEvent {}

  /** It gave up joining. */
  record JoinGivenUp(DevEui device, int attempts) implements DeviceEvent {}

  /**
   * It sent data.
   *
   * @param attempt from 1; above 1 it is a repetition with the same counter
   */
  record UplinkSent(
      DevEui device, long fCnt, int port, Payload payload, boolean confirmed, int attempt)
      implements DeviceEvent {}

  /** A confirmed uplink was acknowledged. */
  record UplinkAcknowledged(DevEui device, long fCnt) implements DeviceEvent {}

  /** A confirmed uplink was not acknowledged, however often it was sent. */
  record UplinkGivenUp(DevEui device, long fCnt, int attempts) implements DeviceEvent {}

  /** A downlink was received and is new. */
  record DownlinkReceived(
      DevEui device,
      long fCnt,
      int port,
      Payload payload,
      boolean confirmed,
      boolean ack,
      Window window)
      implements DeviceEvent {}

  /** A downlink to a group was received and is new. */
  record MulticastReceived(
      DevEui device, DevAddr mcAddr, long fCnt, int port, Payload payload, Window window)
      implements DeviceEvent {}

  /** A downlink was received a second time. */
  record DownlinkRepeated(DevEui device, long fCnt) implements DeviceEvent {}

  /** Something was received that is not for this device, or has no valid signature. */
  record DownlinkRejected(DevEui device, Payload phy) implements DeviceEvent {}

  /** Commands of the network, whether known or not. */
  record MacCommandsReceived(DevEui device, List<MacCommand> commands) implements DeviceEvent {}

  /** What a network must never do. */
  sealed interface Violation extends DeviceEvent {}

  /**
   * Two different frames were sent under one downlink counter, whether the device heard them or
   * not.
   */
  record CounterReused(DevEui device, long fCnt, Payload first, Payload second)
      implements Violation {}

  /** A frame was sent under a lower counter than one before. */
  record CounterWentBack(DevEui device, long fCnt, long highest, Payload phy)
      implements Violation {}
}
