package io.lorikeet.simulator.device;

import io.lorikeet.protocol.region.Region;
import java.util.Optional;

/** What changes in a device between two errands; lives on the loop. */
final class DeviceState {

  final Region region;
  final Adr adr;
  final MacAnswers mac;
  private Optional<Session> session;
  private int nextDevNonce;
  private int lastJoinNonce;
  private int nextRjCount1;

  DeviceState(DeviceIdentity identity, DeviceMemory memory, DeviceSettings settings) {
    this.region = settings.region();
    this.adr = new Adr(region, settings.dataRate());
    this.mac = new MacAnswers(region, adr);
    this.nextDevNonce = memory.nextDevNonce();
    this.lastJoinNonce = memory.lastJoinNonce();
    this.nextRjCount1 = memory.nextRjCount1();
    this.session = memory.session().map(Session::remembered).or(() -> made(identity));
    session.ifPresent(known -> adr.reset(known.firstChannels()));
  }

  Optional<Session> session() {
    return session;
  }

  void begin(Session fresh) {
    session = Optional.of(fresh);
    adr.reset(fresh.firstChannels());
  }

  int takeDevNonce() {
    return nextDevNonce++;
  }

  /** The DevNonce of the latest join-request. */
  int lastDevNonce() {
    return nextDevNonce - 1;
  }

  int takeRjCount1() {
    return nextRjCount1++;
  }

  /** Whether a join-accept of LoRaWAN 1.1 is newer than the one before. */
  boolean acceptsJoinNonce(int joinNonce) {
    return joinNonce > lastJoinNonce;
  }

  void usedJoinNonce(int joinNonce) {
    lastJoinNonce = joinNonce;
  }

  DeviceMemory memory() {
    return new DeviceMemory(
        nextDevNonce, session.map(Session::memory).stream().toList(), lastJoinNonce, nextRjCount1);
  }

  private Optional<Session> made(DeviceIdentity identity) {
    if (identity instanceof DeviceIdentity.Abp abp) {
      return Optional.of(Session.abp(abp.devAddr(), new Secrets.Of10(abp.keys()), region));
    }
    if (identity instanceof DeviceIdentity.Abp11 abp) {
      return Optional.of(Session.abp(abp.devAddr(), new Secrets.Of11(abp.keys()), region));
    }
    return Optional.empty();
  }
}
