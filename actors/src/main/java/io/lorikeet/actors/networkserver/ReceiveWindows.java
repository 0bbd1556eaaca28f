package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.gateway.DownlinkRequest;
import io.lorikeet.actors.networkserver.mac.MacParameters;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.protocol.region.Region;
import java.util.List;
import java.util.stream.Stream;

/**
 * When and how a class A device listens after an uplink (LoRaWAN 1.0.4, 3.3).
 *
 * @param rx1 frequency and data rate of the uplink, shifted by the region's rule
 * @param rx2 fixed
 */
record ReceiveWindows(Window rx1, Window rx2) {

  private static final long SECOND = 1_000_000;
  private static final long JOIN_ACCEPT_DELAY1 = 5 * SECOND;

  /** Bytes of a data frame around its payload: MHDR, FHDR, FPort, MIC. */
  private static final int FRAME_OVERHEAD = 13;

  /**
   * @param maxPayload largest FRMPayload without FOpts, in bytes
   */
  record Window(Radio radio, long delayMicros, int powerDbm, int maxPayload) {

    boolean carries(int phyBytes) {
      return phyBytes - FRAME_OVERHEAD <= maxPayload;
    }

    DownlinkRequest.Option option(int phyBytes) {
      return new DownlinkRequest.Option(
          radio, delayMicros, radio.airtimeMicros(phyBytes, false), powerDbm);
    }
  }

  /**
   * @param uses what the device was told of its windows
   */
  static ReceiveWindows afterData(Region region, MacParameters uses, Radio uplink) {
    return after(region, uses, uplink, uses.windows().rx1DelaySeconds() * SECOND);
  }

  private static ReceiveWindows after(Region region, MacParameters uses, Radio uplink, long delay) {
    var windows = uses.windows();
    boolean dwell = uses.sending().downlinkDwellTime();
    var dataRate = region.indexOf(uplink.modulation(), true).orElse(region.minAdrDataRate());
    return new ReceiveWindows(
        window(
            region,
            rx1Frequency(region, uses, uplink.frequencyHz()),
            region.rx1DataRate(dataRate, windows.rx1DrOffset(), dwell),
            dwell,
            delay),
        window(region, windows.rx2FrequencyHz(), windows.rx2DataRate(), dwell, delay + SECOND));
  }

  /** A channel may have been told another frequency than the region's (DlChannelReq). */
  private static long rx1Frequency(Region region, MacParameters uses, long uplinkHz) {
    return uses.channels().values().stream()
        .filter(channel -> channel.frequencyHz() == uplinkHz && channel.downlinkHz() != 0)
        .mapToLong(MacParameters.DeviceChannel::downlinkHz)
        .findFirst()
        .orElseGet(() -> region.rx1Frequency(uplinkHz));
  }

  /** Where a device of class C listens all the time: in the parameters of RX2. */
  static Window always(Region region, MacParameters uses) {
    var windows = uses.windows();
    return window(
        region,
        windows.rx2FrequencyHz(),
        windows.rx2DataRate(),
        uses.sending().downlinkDwellTime(),
        0);
  }

  /** Where a device of class B listens in a ping slot. */
  static Window inSlot(Region region, long frequencyHz, MacParameters uses) {
    return window(
        region, frequencyHz, uses.classB().pingDataRate(), uses.sending().downlinkDwellTime(), 0);
  }

  static ReceiveWindows afterJoin(Region region, Radio uplink) {
    return new ReceiveWindows(
        rx1(region, uplink, region.joinRx1Frequency(uplink.frequencyHz()), 0, JOIN_ACCEPT_DELAY1),
        window(
            region,
            region.joinRx2Frequency(uplink.frequencyHz()),
            region.rx2DataRate(),
            region.dwell().downlink(),
            JOIN_ACCEPT_DELAY1 + SECOND));
  }

  /** As late as after a join, but with the parameters of the session that the device is in. */
  static ReceiveWindows afterRejoin(Region region, MacParameters uses, Radio uplink) {
    return after(region, uses, uplink, JOIN_ACCEPT_DELAY1);
  }

  /**
   * An uplink in a data rate that the region does not have is answered in RX1 as in its slowest.
   */
  private static Window rx1(Region region, Radio uplink, long frequencyHz, int offset, long delay) {
    var uplinkDataRate = region.indexOf(uplink.modulation(), true).orElse(region.minAdrDataRate());
    return window(
        region,
        frequencyHz,
        region.rx1DataRate(uplinkDataRate, offset),
        region.dwell().downlink(),
        delay);
  }

  private static Window window(
      Region region, long frequencyHz, int dataRate, boolean dwell, long delay) {
    return new Window(
        Radio.of(frequencyHz, region.dataRate(dataRate)),
        delay,
        region.downlinkPower(frequencyHz),
        region.maxPayload(dataRate, dwell, false).frmPayload());
  }

  /** Largest FRMPayload that one of the windows carries beside this many bytes of FOpts. */
  int maxPayload(int fOptsBytes) {
    return Math.max(0, Math.max(rx1.maxPayload, rx2.maxPayload) - fOptsBytes);
  }

  /** The windows that carry a frame of this size, the first first. */
  List<DownlinkRequest.Option> options(int phyBytes) {
    return Stream.of(rx1, rx2)
        .filter(window -> window.carries(phyBytes))
        .map(window -> window.option(phyBytes))
        .toList();
  }
}
