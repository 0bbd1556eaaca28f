package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.mac.DeviceMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How the negotiation with a device stands, in one session.
 *
 * @param current what the device is known to use
 * @param asks what it was asked and has not agreed to; at most one for each subject
 * @param status what it last said of itself
 * @param statusTriedAt when it was last asked for that in vain
 * @param stickyUplinks uplinks in a row that repeat answers; a device does it until it hears us
 * @param deviceClass what a 1.1 device has said that it is now, as in DeviceModeInd
 */
public record MacState(
    MacParameters current,
    List<Ask> asks,
    LinkMemory link,
    Optional<DeviceStatus> status,
    Optional<Instant> statusTriedAt,
    int stickyUplinks,
    int deviceClass)
    implements CborSerializable {

  public MacState {
    asks = List.copyOf(asks);
  }

  /** After a join, at the first start, or after the device has forgotten everything. */
  public static MacState start(MacParameters parameters) {
    return new MacState(
        parameters,
        List.of(),
        LinkMemory.EMPTY,
        Optional.empty(),
        Optional.empty(),
        0,
        DeviceMode.CLASS_A);
  }

  /** Whether a downlink with requests waits for its answers. */
  public boolean awaitsAnswers() {
    return asks.stream().anyMatch(ask -> ask.outcome() == Ask.Outcome.SENT);
  }

  MacState withCurrent(MacParameters other) {
    return new MacState(other, asks, link, status, statusTriedAt, stickyUplinks, deviceClass);
  }

  public MacState withLink(LinkMemory other) {
    return new MacState(current, asks, other, status, statusTriedAt, stickyUplinks, deviceClass);
  }

  MacState withStatus(DeviceStatus other) {
    return new MacState(
        current, asks, link, Optional.of(other), statusTriedAt, stickyUplinks, deviceClass);
  }

  MacState withStatusTriedAt(Instant at) {
    return new MacState(current, asks, link, status, Optional.of(at), stickyUplinks, deviceClass);
  }

  MacState withDeviceClass(int other) {
    return new MacState(current, asks, link, status, statusTriedAt, stickyUplinks, other);
  }

  MacState withStickyUplinks(int count) {
    return new MacState(current, asks, link, status, statusTriedAt, count, deviceClass);
  }

  /**
   * The operator wants the device to ask for new keys. There is no answer to it but that it does.
   *
   * @param request ForceRejoinReq, encoded
   */
  public MacState withRejoin(Payload request) {
    return with(Ask.wanted(request));
  }

  /** The device has asked for new keys. */
  public MacState withoutRejoin() {
    return without(Topic.REJOIN);
  }

  Optional<Ask> ask(Topic topic) {
    return asks.stream().filter(ask -> Topic.of(ask.request()).equals(topic)).findFirst();
  }

  MacState without(Topic topic) {
    return withAsks(asks.stream().filter(ask -> !Topic.of(ask.request()).equals(topic)).toList());
  }

  /** In place of what was asked before about the same. */
  MacState with(Ask ask) {
    var others = new ArrayList<>(without(Topic.of(ask.request())).asks());
    others.add(ask);
    return withAsks(others);
  }

  /** Without requests that {@code its} is not true of. */
  MacState keep(Predicate<Ask> its) {
    return withAsks(asks.stream().filter(its).toList());
  }

  private MacState withAsks(List<Ask> others) {
    return new MacState(current, others, link, status, statusTriedAt, stickyUplinks, deviceClass);
  }
}
