package io.lorikeet.protocol.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelMaskTest {

  private static final Region US915 = region("US915");
  private static final Set<Integer> ALL_72 = range(0, 72);

  @ParameterizedTest
  @ValueSource(
      strings = {"EU868", "US915", "AU915", "CN470", "CN470_20A", "CN470_20B", "CN470_26A"})
  void leadFromAnyChannelsToAnyOthers(String name) {
    var region = region(name);
    var random = new Random(915);
    var defined = range(0, region.maxChannels());
    for (int i = 0; i < 500; i++) {
      var current = some(random, region.maxChannels());
      var wanted = some(random, region.maxChannels());
      assertThat(obey(region, region.channelMasks(wanted, current), current, defined))
          .contains(wanted);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"US915", "AU915", "CN470", "CN470_20A", "CN470_26A"})
  void leaveChannelsAfterEachOneThatIsTakenAlone(String name) {
    var region = region(name);
    var random = new Random(102);
    var narrow = range(0, Math.min(64, region.maxChannels()));
    for (int i = 0; i < 500; i++) {
      var channels = some(random, region.maxChannels());
      var wanted = some(random, region.maxChannels());
      if (wanted.stream().noneMatch(narrow::contains)) {
        continue;
      }
      for (var step : region.channelMaskSteps(wanted, channels)) {
        channels = region.applied(step, channels, range(0, region.maxChannels())).orElseThrow();
        assertThat(channels).anyMatch(narrow::contains);
      }
      assertThat(channels).isEqualTo(wanted);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"EU868", "US915", "CN470", "CN470_20A", "CN470_26B"})
  void areNotSentWhenNothingChanges(String name) {
    assertThat(region(name).channelMasks(range(0, 3), range(0, 3))).isEmpty();
  }

  @Test
  void nameTheSecondBankOfUs915InTwoRequests() {
    var second = union(range(8, 16), Set.of(65));

    assertThat(US915.channelMasks(second, ALL_72))
        .containsExactly(new ChannelMask(7, 0x0002), new ChannelMask(0, 0xff00));
  }

  @Test
  void switchAllChannelsOnInOneRequest() {
    assertThat(US915.channelMasks(ALL_72, Set.of(8, 65)))
        .containsExactly(new ChannelMask(6, 0x00ff));
    assertThat(region("CN470").channelMasks(range(0, 96), Set.of(1)))
        .containsExactly(new ChannelMask(6, 0));
    assertThat(region("CN470_26A").channelMasks(range(0, 48), Set.of(1)))
        .containsExactly(new ChannelMask(3, 0));
  }

  @Test
  void sayOnlyWhatDiffers() {
    assertThat(region("EU868").channelMasks(range(0, 8), range(0, 3)))
        .containsExactly(new ChannelMask(0, 0x00ff));
    assertThat(
            US915.channelMasks(
                union(range(8, 16), Set.of(65, 66)), union(range(8, 16), Set.of(65))))
        .containsExactly(new ChannelMask(4, 0x0006));
  }

  @ParameterizedTest
  @CsvSource({
    "EU868, 1, 1",
    "EU868, 5, 1",
    "EU868, 7, 1",
    "US915, 4, 256",
    "CN470, 7, 0",
    "CN470_20A, 4, 1",
    "CN470_20A, 5, 1",
    "CN470_26A, 5, 1",
    "CN470_26A, 7, 1"
  })
  void areRefusedWhereTheyMeanNothing(String name, int control, int mask) {
    var region = region(name);
    var defined = range(0, region.maxChannels());

    assertThat(region.applied(new ChannelMask(control, mask), Set.of(0), defined)).isEmpty();
  }

  @Test
  void areRefusedForChannelsThatADeviceDoesNotKnow() {
    var region = region("EU868");

    assertThat(region.applied(new ChannelMask(0, 0b1111), range(0, 3), range(0, 3))).isEmpty();
    assertThat(region.applied(new ChannelMask(6, 0), Set.of(1), range(0, 5))).contains(range(0, 5));
  }

  @Test
  void switchBanksOfEightWithTheirWideChannel() {
    assertThat(US915.applied(new ChannelMask(5, 0b10), ALL_72, ALL_72))
        .contains(union(range(8, 16), Set.of(65)));
  }

  @Test
  void haveNoRoomForOtherChannels() {
    assertThatThrownBy(() -> region("EU868").channelMasks(Set.of(16), Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ChannelMask(8, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Region region(String name) {
    return Region.named(name).orElseThrow();
  }

  private static Optional<Set<Integer>> obey(
      Region region, List<ChannelMask> block, Set<Integer> current, Set<Integer> defined) {
    var channels = Optional.of(current);
    for (var request : block) {
      channels = channels.flatMap(before -> region.applied(request, before, defined));
    }
    return channels;
  }

  private static Set<Integer> some(Random random, int count) {
    int whole = random.nextInt(4);
    return IntStream.range(0, count)
        .filter(index -> whole == 0 || index / 16 == whole || random.nextBoolean())
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<Integer> union(Set<Integer> one, Set<Integer> other) {
    return Stream.concat(one.stream(), other.stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
