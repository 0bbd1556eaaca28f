package io.lorikeet.simulator.device;

import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.mac.PingSlotTimes;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * Where a device listens at a moment without having sent: all the time in class C, in ping slots in
 * class B, and for its multicast groups. Lives on the loop.
 */
final class Unprompted {

  private final DeviceWork work;
  private final ReceiveCycle cycle;
  private boolean always;

  Unprompted(DeviceWork work, ReceiveCycle cycle) {
    this.work = work;
    this.cycle = cycle;
  }

  /** Turns class C on. */
  void listenAlways() {
    always = true;
  }

  /** Where a packet that starts now would be heard. */
  Stream<Radio.Listening> at(long nanos) {
    return Stream.concat(
        work.state().session().stream().flatMap(session -> ownAt(session, nanos)),
        work.state().groups.stream().flatMap(group -> groupAt(group.membership(), nanos)));
  }

  private Stream<Radio.Listening> ownAt(Session session, long nanos) {
    var classB = work.state().classB;
    var inClassC =
        Stream.of(session)
            .filter(its -> always)
            .map(
                its -> listening(Window.RXC, nanos, its.rx.rx2FrequencyHz(), its.rx.rx2DataRate()));
    var inSlot =
        Stream.of(earliest(nanos))
            .filter(its -> classB.isOn())
            .map(from -> classB.next(session.devAddr, from))
            .filter(slot -> !slot.isAfter(latest(nanos)))
            .map(
                slot ->
                    inSlot(nanos, classB.frequencyHz(session.devAddr, slot), classB.dataRate()));
    return Stream.concat(inClassC, inSlot);
  }

  private Stream<Radio.Listening> groupAt(GroupMembership group, long nanos) {
    if (group.pingPeriodicity().isEmpty()) {
      return Stream.of(listening(Window.RXC, nanos, group.frequencyHz(), group.dataRate()));
    }
    return slot(group.mcAddr(), group.pingPeriodicity().getAsInt(), nanos)
        .map(slot -> inSlot(nanos, group.frequencyHz(), group.dataRate()));
  }

  private Stream<Instant> slot(DevAddr address, int periodicity, long nanos) {
    return Stream.of(PingSlotTimes.next(address, periodicity, earliest(nanos)))
        .filter(slot -> !slot.isAfter(latest(nanos)));
  }

  private Instant earliest(long nanos) {
    return work.loop().time().instantAt(nanos - Radio.TOLERANCE_NANOS);
  }

  private Instant latest(long nanos) {
    return work.loop().time().instantAt(nanos + Radio.TOLERANCE_NANOS);
  }

  private Radio.Listening inSlot(long nanos, long frequencyHz, int dataRate) {
    return listening(Window.PING_SLOT, nanos, frequencyHz, dataRate);
  }

  private Radio.Listening listening(Window window, long nanos, long frequencyHz, int dataRate) {
    return new Radio.Listening(
        work.device(),
        cycle.number(),
        window,
        nanos,
        frequencyHz,
        work.state().region.dataRate(dataRate));
  }
}
