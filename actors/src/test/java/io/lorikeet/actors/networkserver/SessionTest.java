package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.networkserver.DeviceSessionEvent.DownlinkPrepared;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.UplinkAccepted;
import io.lorikeet.actors.networkserver.Session.Match;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.actors.testing.Heard;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestDevice11;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.CounterWidth;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.FCtrl;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.region.Region;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionTest {

  private static final Instant AT = Instant.parse("2024-05-01T12:00:00Z");

  private final TestDevice device = TestDevice.numbered(1);
  private final TestDevice11 eleven = TestDevice11.numbered(2);
  private final Session session =
      Session.start(
          device.devAddr(), device.keys().nwkSKey(), Optional.empty(), AT, Optional.empty());
  private final Session session11 =
      Session.start(
          eleven.devAddr(),
          eleven.keys().fNwkSIntKey(),
          Optional.of(eleven.networkKeys()),
          AT,
          Optional.empty());

  private static DataFrame frame(Payload phy) {
    return (DataFrame) PhyPayload.parseUplink(phy);
  }

  private static Session after(Session session, Payload phy, long fCnt) {
    return session.accept(
        new UplinkAccepted(
            "uplink-" + fCnt,
            session.devAddr(),
            fCnt,
            Heard.frame(phy, AT, 1),
            Set.of(),
            Optional.empty(),
            CounterWidth.BITS_32));
  }

  private static HeardOn heard(Radio radio) {
    return new HeardOn(Region.EU868, Region.EU868.uplinkChannels(), radio);
  }

  private Match match(Session its, Payload phy, LorawanVersion version) {
    return its.match(frame(phy), device.profile(version), () -> heard(Heard.SF7));
  }

  private Match match(Session its, Payload phy) {
    return match(its, phy, its.v11().isPresent() ? LorawanVersion.V1_1 : LorawanVersion.V1_0_3);
  }

  @Test
  void theFirstFrameIsNewWhateverItsCounter() {
    assertThat(match(session, device.uplink(0))).isEqualTo(Match.NEW);
    assertThat(match(session, device.uplink(65_535))).isEqualTo(Match.NEW);
    assertThat(match(session11, eleven.uplink(17))).isEqualTo(Match.NEW);
  }

  @Test
  void aFrameOfAnotherDeviceIsForeign() {
    var stranger = TestDevice.numbered(9);
    var sameAddress = stranger.with(device.devAddr(), stranger.keys());

    assertThat(match(session, stranger.uplink(0))).isEqualTo(Match.FOREIGN);
    assertThat(match(session, sameAddress.uplink(0))).isEqualTo(Match.FOREIGN);
    assertThat(match(session, eleven.uplink(0))).isEqualTo(Match.FOREIGN);
  }

  @Test
  void theSameFrameIsRepeatedAndAnOlderOneReplayed() {
    var later = after(session, device.uplink(5), 5);

    assertThat(match(later, device.uplink(5))).isEqualTo(Match.REPEATED);
    assertThat(match(later, device.confirmed(5))).isEqualTo(Match.REPLAYED);
    assertThat(match(later, device.uplink(4))).isEqualTo(Match.REPLAYED);
    assertThat(match(later, device.uplink(6))).isEqualTo(Match.NEW);
  }

  @Test
  void theCounterRollsOver16Bits() {
    var later = after(session, device.uplink(65_535), 65_535);

    assertThat(match(later, device.uplink(65_536))).isEqualTo(Match.NEW);
    assertThat(match(later, device.uplink(0))).isEqualTo(Match.REPLAYED);
  }

  private Match match16(Session its, Payload phy) {
    var profile = device.profile(LorawanVersion.V1_0_4, CounterWidth.BITS_16);
    return its.match(frame(phy), profile, () -> heard(Heard.SF7));
  }

  @Test
  void aCounterOf16BitsGoesOnAt0() {
    var last = after(session, device.uplink(65_535), 65_535);
    var next = after(last, device.uplink(0), 65_536);

    assertThat(match16(last, device.uplink(0))).isEqualTo(Match.NEW);
    assertThat(last.fCnt(frame(device.uplink(0)))).isEqualTo(65_536);
    assertThat(match16(last, device.uplink(65_536))).isEqualTo(Match.FOREIGN);
    assertThat(match16(next, device.uplink(0))).isEqualTo(Match.REPEATED);
    assertThat(match16(next, device.confirmed(0))).isEqualTo(Match.REPLAYED);
    assertThat(match16(next, device.uplink(65_535))).isEqualTo(Match.REPLAYED);
    assertThat(match16(next, device.uplink(1))).isEqualTo(Match.NEW);
  }

  @Test
  void aCounterOf16BitsGoesForwardByALimitedStepOnlyInEachVersion() {
    var later = after(session, device.uplink(60_000), 60_000);
    long largest = (60_000 + Session.MAX_F_CNT_GAP) & 0xffff;

    assertThat(match16(later, device.uplink(largest))).isEqualTo(Match.NEW);
    assertThat(match16(later, device.uplink(largest + 1))).isEqualTo(Match.COUNTER_GAP);
    assertThat(match16(later, device.uplink(59_999))).isEqualTo(Match.REPLAYED);
    assertThat(match16(later, device.uplink(30_000))).isEqualTo(Match.REPLAYED);
  }

  @Test
  void aDeviceThatWasTakenToCount32BitsIsHeardAgainWhenItIsSaidThatItCounts16() {
    var later = after(session, device.uplink(65_535), 65_535);
    var deaf = device.uplink(5);

    assertThat(match(later, deaf)).isEqualTo(Match.REPLAYED);
    assertThat(match16(later, deaf)).isEqualTo(Match.NEW);
  }

  @Test
  void aStepThatIsTooLargeCountsUpTo103Only() {
    var later = after(session, device.uplink(0), 0);
    var leap = device.uplink(Session.MAX_F_CNT_GAP + 1);

    assertThat(match(later, leap, LorawanVersion.V1_0_3)).isEqualTo(Match.COUNTER_GAP);
    assertThat(match(later, leap, LorawanVersion.V1_0_4)).isEqualTo(Match.NEW);
    assertThat(match(later, device.uplink(Session.MAX_F_CNT_GAP), LorawanVersion.V1_0_3))
        .isEqualTo(Match.NEW);
  }

  @Test
  void aRepetitionOf11IsTheSameThoughItsMicIsAnother() {
    var later = after(session11, eleven.uplink(5), 5);
    var onChannel1 = eleven.uplink(5, FCtrl.NONE, false, Payload.empty(), TestDevice11.radio(0, 1));

    assertThat(match(later, onChannel1)).isEqualTo(Match.FOREIGN); // it was heard on channel 0
    assertThat(
            later.match(
                frame(onChannel1),
                device.profile(LorawanVersion.V1_1),
                () -> heard(Radio.lora(868_300_000, 7, 125_000, "4/5"))))
        .isEqualTo(Match.REPEATED);
  }

  @Test
  void anAckOf11MayBeForOneOfTheLastTwoConfirmedDownlinks() {
    var later = session11;
    for (long fCnt = 3; fCnt <= 5; fCnt++) {
      later =
          later.prepare(
              new DownlinkPrepared(fCnt, Optional.of("d" + fCnt), AT, true, Optional.empty()));
    }

    assertThat(match(later, eleven.acknowledging(0, 5))).isEqualTo(Match.NEW);
    assertThat(match(later, eleven.acknowledging(0, 4))).isEqualTo(Match.NEW);
    assertThat(match(later, eleven.acknowledging(0, 3))).isEqualTo(Match.FOREIGN);
    assertThat(match(session11, eleven.acknowledging(0, 0))).isEqualTo(Match.FOREIGN);
  }

  @Test
  void the11CountersDownAreApartAndThe10OneIsNot() {
    var application = new DownlinkPrepared(7, Optional.of("open"), AT, false, Optional.empty());

    assertThat(session.prepare(application).nextDown(true)).isEqualTo(8);
    assertThat(session.prepare(application).nextDown(false)).isEqualTo(8);
    assertThat(session11.prepare(application).nextDown(true)).isEqualTo(8);
    assertThat(session11.prepare(application).nextDown(false)).isZero();
  }

  @Test
  void aSessionThatComesAgainAs10GoesOnFromTheHigherCounter() {
    var past = new PastSession("id", 4, 2, 9, List.of());

    var again = session.continued(past);

    assertThat(again.nextDown(true)).isEqualTo(9);
    assertThat(again.lastFCntUp()).isEqualTo(4);
  }
}
