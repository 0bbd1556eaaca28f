package io.lorikeet.actors.handler;

import static io.lorikeet.actors.handler.DownlinkMessage.Schedule.FIRST;
import static io.lorikeet.actors.handler.DownlinkMessage.Schedule.LAST;
import static io.lorikeet.actors.handler.DownlinkMessage.Schedule.REPLACE;
import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.handler.DownlinkMessage.Schedule;
import io.lorikeet.actors.handler.EndDeviceCommand.DownlinkState;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DownlinkQueueTest {

  private static final Instant NOON = Instant.parse("2024-05-01T12:00:00Z");

  private static DownlinkMessage message(String id, Schedule schedule, int size) {
    return new DownlinkMessage(
        id, 2, Payload.of(new byte[size]), false, schedule, Optional.of(NOON), Optional.empty());
  }

  private static DownlinkQueue of(String... ids) {
    var queue = DownlinkQueue.EMPTY;
    for (var id : ids) {
      queue = queue.add(message(id, LAST, 1));
    }
    return queue;
  }

  private static List<String> ids(DownlinkQueue queue) {
    return queue.items().stream().map(DownlinkQueue.Item::id).toList();
  }

  @Test
  void aDownlinkGoesBeforeOrAfterTheOthersOrInsteadOfThem() {
    assertThat(ids(of("a", "b").add(message("c", LAST, 1)))).containsExactly("a", "b", "c");
    assertThat(ids(of("a", "b").add(message("c", FIRST, 1)))).containsExactly("c", "a", "b");
    assertThat(ids(of("a", "b").add(message("c", REPLACE, 1)))).containsExactly("c");
  }

  @Test
  void whatIsUnderWayStaysFirst() {
    var queue = of("a", "b").take("a", 0);

    assertThat(ids(queue.add(message("c", FIRST, 1)))).containsExactly("a", "c", "b");
    assertThat(ids(queue.add(message("c", REPLACE, 1)))).containsExactly("a", "c");
    assertThat(queue.next(10, any -> true)).isEmpty();
  }

  @Test
  void oneThatDoesNotFitDoesNotBlockTheNext() {
    var queue = DownlinkQueue.EMPTY.add(message("large", LAST, 52)).add(message("small", LAST, 51));

    assertThat(queue.next(51, any -> true)).map(DownlinkQueue.Item::id).contains("small");
    assertThat(queue.next(52, any -> true)).map(DownlinkQueue.Item::id).contains("large");
    assertThat(queue.tooLarge(51)).extracting(DownlinkQueue.Item::id).containsExactly("large");
  }

  @Test
  void theHighestCounterAndTheAttemptsAreRemembered() {
    var queue = of("a", "b").take("a", 7).to("a", DownlinkState.QUEUED).take("a", 9);

    assertThat(queue.lastFCnt()).isEqualTo(9);
    assertThat(queue.find("a").orElseThrow().attempts()).isEqualTo(2);
    assertThat(queue.remove(Set.of("a")).lastFCnt()).isEqualTo(9);
  }

  @Test
  void aNewSessionStartsTheCounterAndWhatWasUnderWayWaits() {
    var anew = DevAddr.parse("00000042");

    var queue = of("a", "b").take("a", 7).restart(anew);

    assertThat(queue.lastFCnt()).isEqualTo(-1);
    assertThat(queue.session()).contains(anew);
    assertThat(queue.next(10, any -> true)).map(DownlinkQueue.Item::id).contains("a");
    assertThat(queue.find("a").orElseThrow().attempts()).isEqualTo(1);
  }

  @Test
  void onlyWhatWaitsExpires() {
    var queue = of("a", "b").take("a", 0);

    assertThat(queue.expired(NOON)).isEmpty();
    assertThat(queue.expired(NOON.plusMillis(1)))
        .extracting(DownlinkQueue.Item::id)
        .containsExactly("b");
  }
}
