package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.gateway.DownlinkRequest;
import io.lorikeet.actors.networkserver.mac.MacParameters;
import io.lorikeet.protocol.mac.DeviceMode;
import io.lorikeet.protocol.mac.PingSlotTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When and where a device listens without having sent: rules, from what is known of it. */
final class Listening {

  /** FCtrl, behind MHDR and DevAddr. */
  private static final int F_CTRL_AT = 5;

  private static final int CLASS_B_BIT = 4;

  /** From RX1 to when the device has found whether there is something in RX2. */
  private static final Duration WINDOWS = Duration.ofMillis(1_500);

  private final DeviceProfile profile;
  private final Session session;
  private final DeviceRadio radio;
  private final MacParameters uses;
  private final int modeSaid;

  Listening(DeviceProfile profile, Session session, SessionNegotiation negotiation) {
    var mac = negotiation.of(session).state();
    this.profile = profile;
    this.session = session;
    this.radio = negotiation.radio();
    this.uses = mac.current();
    this.modeSaid = mac.deviceClass();
  }

  /**
   * The class that the device is in now. One of 1.1 says when it is in class C, and is believed
   * whatever it is registered as; before, it is registered so. One in class B has said how often it
   * listens, and says in each uplink that it hears beacons.
   */
  DeviceClass now() {
    if (session.v11().isPresent() && modeSaid == DeviceMode.CLASS_C) {
      return DeviceClass.C;
    }
    return switch (profile.deviceClass()) {
      case A -> DeviceClass.A;
      case B -> hearsBeacons() ? DeviceClass.B : DeviceClass.A;
      case C -> session.v11().isEmpty() ? DeviceClass.C : DeviceClass.A;
    };
  }

  private boolean hearsBeacons() {
    return uses.classB().pingPeriodicity() != MacParameters.UNKNOWN
        && session
            .lastUplink()
            .filter(last -> (last.uplink().phy().at(F_CTRL_AT) >> CLASS_B_BIT & 1) == 1)
            .isPresent();
  }

  /** The windows of the last uplink come first: until then the device may be listening there. */
  Instant windowsOver() {
    return session
        .lastUplink()
        .map(
            last ->
                last.uplink()
                    .receivedAt()
                    .plusSeconds(uses.windows().rx1DelaySeconds())
                    .plus(WINDOWS))
        .orElse(Instant.EPOCH);
  }

  /**
   * When and where a frame can go out.
   *
   * @param start as the gateway is told
   */
  record Place(DownlinkRequest.Start start, ReceiveWindows.Window window) {}

  /** Largest FRMPayload in bytes. */
  int maxPayload() {
    return now() == DeviceClass.B ? slotWindow(Instant.EPOCH).maxPayload() : always().maxPayload();
  }

  ReceiveWindows.Window always() {
    return ReceiveWindows.always(radio.region(), uses);
  }

  /** The next ping slot of a device of class B. */
  Instant nextSlot(Instant notBefore) {
    return PingSlotTimes.next(session.devAddr(), uses.classB().pingPeriodicity(), notBefore);
  }

  ReceiveWindows.Window slotWindow(Instant slot) {
    var region = radio.region();
    long told = uses.classB().pingFrequencyHz();
    return ReceiveWindows.inSlot(
        region,
        told == 0
            ? region
                .classBByRx2(uses.windows().rx2FrequencyHz())
                .pingSlot()
                .frequencyHz(session.devAddr(), PingSlotTimes.beaconTime(slot))
            : told,
        uses);
  }

  /**
   * @param asked when the application wants it to go out
   * @param now the earliest, with the time that all takes
   * @param patience how long class C may wait for a gateway to be free
   */
  Place place(Optional<Instant> asked, Instant now, Duration patience) {
    var earliest = asked.filter(now::isBefore).orElse(now);
    if (now() == DeviceClass.B) {
      var slot = nextSlot(earliest);
      return new Place(new DownlinkRequest.Start(slot, slot, true), slotWindow(slot));
    }
    return new Place(
        new DownlinkRequest.Start(earliest, earliest.plus(patience), asked.isPresent()), always());
  }
}
