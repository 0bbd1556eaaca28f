package io.lorikeet.simulator.device;

import io.lorikeet.protocol.region.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** What changes in a device between two errands; lives on the loop. */
final class DeviceState {

  private static final int DEV_NONCES = 0x1_0000;

  final Region region;
  final Adr adr;
  final BackOff backOff;
  final ClassB classB;
  final MacAnswers mac;
  final List<Group> groups = new ArrayList<>();
  private Optional<Session> session;
  private int nextDevNonce;
  private int lastJoinNonce;
  private int nextRjCount1;
  private long joinedHz;

  DeviceState(DeviceIdentity identity, DeviceMemory memory, DeviceSettings settings) {
    this.region = settings.region();
    this.adr = new Adr(region, settings.dataRate());
    this.backOff = new BackOff(adr);
    this.classB = new ClassB(region);
    this.mac = new MacAnswers(region, adr, backOff, classB, settings.before102());
    this.nextDevNonce = memory.nextDevNonce();
    this.lastJoinNonce = memory.lastJoinNonce();
    this.nextRjCount1 = memory.nextRjCount1();
    this.session = memory.session().map(Session::remembered).or(() -> made(identity, settings));
    session.ifPresent(known -> adr.reset(known.firstChannels()));
    memory.session().stream().flatMap(its -> its.link().stream()).forEach(adr::restore);
  }

  Optional<Session> session() {
    return session;
  }

  /** A session in which the radio is used as if the device had just been built. */
  void begin(Session fresh) {
    rekey(fresh);
    adr.reset(fresh.firstChannels());
    backOff.reset();
    classB.reset(joinedHz);
  }

  /** A session with other keys, in which the radio is used as before. */
  void rekey(Session fresh) {
    session = Optional.of(fresh);
  }

  void joinsOn(long frequencyHz) {
    joinedHz = frequencyHz;
  }

  /** Where the last join-request was sent; 0 before the first. */
  long joinedHz() {
    return joinedHz;
  }

  int takeDevNonce() {
    return nextDevNonce++;
  }

  /** Any, as up to 1.0.3: the network refuses one that was used before. */
  int takeDevNonce(SplittableRandom random) {
    nextDevNonce = random.nextInt(DEV_NONCES);
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
        nextDevNonce,
        session.map(its -> its.memory(adr.memory())).stream().toList(),
        lastJoinNonce,
        nextRjCount1);
  }

  private static Optional<Session> made(DeviceIdentity identity, DeviceSettings settings) {
    if (identity instanceof DeviceIdentity.Abp abp) {
      return Optional.of(Session.abp(abp.devAddr(), new Secrets.Of10(abp.keys()), settings));
    }
    if (identity instanceof DeviceIdentity.Abp11 abp) {
      return Optional.of(Session.abp(abp.devAddr(), new Secrets.Of11(abp.keys()), settings));
    }
    return Optional.empty();
  }
}
