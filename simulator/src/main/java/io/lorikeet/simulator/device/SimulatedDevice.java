package io.lorikeet.simulator.device;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.simulator.EventLoop;
import io.lorikeet.simulator.Recorder;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A LoRaWAN 1.0.x or 1.1 device, of class A unless it is told otherwise. It does one errand after
 * the other: an uplink, its two windows, perhaps the same again; what it is told meanwhile waits.
 * Public methods may be called from any thread unless they say otherwise.
 */
public final class SimulatedDevice {

  private static final int EVENTS_KEPT = 10_000;

  private final DeviceWork work;
  private final DeviceObserver observer;
  private final Recorder<DeviceEvent> events = new Recorder<>(EVENTS_KEPT);
  private final Errands errands;
  private final ReceiveCycle cycle;
  private final Unprompted unprompted;
  private boolean stopped;

  /**
   * A device that is switched on and does nothing yet.
   *
   * @param memory what it knew when it was switched off
   */
  public SimulatedDevice(
      EventLoop loop,
      Radio radio,
      DeviceIdentity identity,
      DeviceSettings settings,
      DeviceMemory memory,
      DeviceObserver observer,
      SplittableRandom random) {
    var state = new DeviceState(identity, memory, settings);
    this.observer = observer;
    this.work = new DeviceWork(this, loop, radio, identity, settings, state, random);
    this.errands = new Errands(work, new Inbox(identity, state, this::tell));
    this.cycle = errands.cycle();
    this.unprompted = new Unprompted(work, cycle);
    loop.execute(() -> state.session().ifPresent(known -> radio.addressed(this, known.devAddr)));
  }

  public DevEui devEui() {
    return work.identity().devEui();
  }

  /** Asks to join, now or after what it is doing. */
  public void join() {
    run(new Errand.Join());
  }

  /**
   * Asks for another session while it has one, now or after what it is doing; only a device of
   * LoRaWAN 1.1 that has joined does.
   *
   * @param type of rejoin-request, 0, 1 or 2
   */
  public void rejoin(int type) {
    run(new Errand.Rejoin(type));
  }

  /** Sends data, now or after what it is doing; joins first if it has no session. */
  public void send(int port, Payload payload, boolean confirmed) {
    run(new Errand.Data(port, payload, confirmed));
  }

  private void run(Errand errand) {
    work.loop().execute(() -> errands.add(errand));
  }

  /** Puts a question into the next uplink, such as LinkCheckReq. */
  public void ask(MacCommand command) {
    work.loop().execute(() -> work.state().mac.add(command));
  }

  /** Turns class C on: it listens whenever it does not send. */
  public void listenAlways() {
    work.loop()
        .execute(
            () -> {
              unprompted.listenAlways();
              work.radio().listensUnprompted(this);
            });
  }

  /**
   * Begins class B: uplinks say how often it will listen, until the network has understood. It
   * takes the beacons' time from the simulation's clock.
   *
   * @param periodicity a ping slot every 2^n seconds, 0 to 7
   */
  public void listenInPingSlots(int periodicity) {
    work.loop()
        .execute(
            () -> {
              work.state().classB.wants(periodicity);
              work.radio().listensUnprompted(this);
            });
  }

  /** Whether it hears beacons; without them it is in class A. */
  public void setHearsBeacons(boolean does) {
    work.loop().execute(() -> work.state().classB.hearsBeacons(does));
  }

  /** From now on it listens for a multicast group, too. */
  public void joinGroup(GroupMembership group) {
    work.loop()
        .execute(
            () -> {
              work.state().groups.add(new Group(group));
              work.radio().listensUnprompted(this);
              work.radio().inGroup(this, group.mcAddr());
            });
  }

  /** What happened, oldest first; the newest 10,000. */
  public List<DeviceEvent> events() {
    return events.list();
  }

  /** What of this kind happened. */
  public <T extends DeviceEvent> List<T> events(Class<T> kind) {
    return events.list().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The address of its session; empty if it has none. */
  public Optional<DevAddr> devAddr() {
    return work.loop().ask(() -> work.state().session().map(known -> known.devAddr));
  }

  /** How often it sends an unconfirmed uplink and with which data rate, as the network has set. */
  public DataRateAndRepetitions adr() {
    var adr = work.state().adr;
    return work.loop().ask(() -> new DataRateAndRepetitions(adr.dataRate(), adr.nbTrans()));
  }

  /** What the network sets by LinkADRReq. */
  public record DataRateAndRepetitions(int dataRate, int nbTrans) {}

  /** Whether it has nothing to do. */
  public boolean isIdle() {
    return work.loop().ask(errands::isIdle);
  }

  /** What it must not forget. */
  public DeviceMemory memory() {
    return work.loop().ask(work.state()::memory);
  }

  /** Switches it off. */
  public void stop() {
    work.loop()
        .execute(
            () -> {
              stopped = true;
              errands.stop();
            });
  }

  /**
   * A packet begins that it would hear. On the loop.
   *
   * @return whether it listens
   */
  public boolean onReceptionStart(Radio.Listening listening) {
    return !stopped && cycle.onStart(listening);
  }

  /** The packet is complete. On the loop. */
  public void onReceptionEnd(Radio.Listening listening, Payload phy) {
    if (!stopped) {
      cycle.onEnd(listening, phy);
    }
  }

  /** Where it would hear what starts now, whether it has sent or not. On the loop. */
  public Stream<Radio.Listening> unprompted(long nanos) {
    return unprompted.at(nanos);
  }

  /** A data frame for its address or a group of it is in the air, heard or not. On the loop. */
  public void onOverheard(DataFrame data) {
    Stream.concat(
            work.state().session().flatMap(its -> its.audit(data).check(devEui(), data)).stream(),
            work.state().groups.stream().flatMap(its -> its.audit(devEui(), data).stream()))
        .forEach(this::tell);
  }

  void tell(DeviceEvent event) {
    events.add(event);
    observer.onEvent(event);
  }

  /** A counter has changed. */
  void remember() {
    observer.onMemory(this);
  }
}
