package io.lorikeet.simulator.device;

import io.lorikeet.protocol.region.Region;
import java.util.Optional;

/** What changes in a device between two errands; lives on the loop. */
final class DeviceState {

  final Region region = Region.EU868;
  final Adr adr;
  final MacAnswers mac;
  private Optional<Session> session;
  private int nextDevNonce;

  DeviceState(DeviceIdentity identity, DeviceMemory memory, int dataRate) {
    this.adr = new Adr(region, dataRate);
    this.mac = new MacAnswers(region, adr);
    this.nextDevNonce = memory.nextDevNonce();
    this.session = memory.session().map(Session::remembered).or(() -> made(identity));
    session.ifPresent(known -> adr.reset(known.channels.keySet()));
  }

  Optional<Session> session() {
    return session;
  }

  void begin(Session fresh) {
    session = Optional.of(fresh);
    adr.reset(fresh.channels.keySet());
  }

  int takeDevNonce() {
    return nextDevNonce++;
  }

  /** The DevNonce of the latest join-request. */
  int lastDevNonce() {
    return nextDevNonce - 1;
  }

  DeviceMemory memory() {
    return new DeviceMemory(nextDevNonce, session.map(Session::memory).stream().toList());
  }

  private Optional<Session> made(DeviceIdentity identity) {
    return identity instanceof DeviceIdentity.Abp abp
        ? Optional.of(Session.abp(abp, region))
        : Optional.empty();
  }
}
