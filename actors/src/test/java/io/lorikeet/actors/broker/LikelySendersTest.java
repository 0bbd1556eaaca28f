package io.lorikeet.actors.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.protocol.id.DevEui;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LikelySendersTest {

  private static final Set<DevEui> NOBODY = Set.of();

  private final LikelySenders senders = new LikelySenders();

  private static List<DevEui> devices(int count) {
    var devices = new ArrayList<DevEui>();
    for (int i = 0; i < count; i++) {
      devices.add(TestDevice.numbered(i).devEui());
    }
    return devices;
  }

  private Set<DevEui> heardInTurn(List<DevEui> devices, int fCnt) {
    var all = Set.copyOf(devices);
    devices.forEach(devEui -> senders.learn(devEui, fCnt, all));
    return all;
  }

  @Test
  void ofThoseWhoseCounterComesNextWhoWasSilentTheLongestIsAskedFirst() {
    var devices = devices(1_000);
    var all = heardInTurn(devices, 4);
    senders.learn(devices.get(0), 5, all);

    assertThat(senders.next(5, all, NOBODY))
        .containsExactlyElementsOf(devices.subList(1, 1 + LikelySenders.FIRST));
  }

  @Test
  void thenMoreAreAskedThenAllOthers() {
    var devices = devices(1_000);
    var all = heardInTurn(devices.subList(0, 500), 4);
    all = Set.copyOf(devices);
    Set<DevEui> asked = new LinkedHashSet<>();
    var groups = new ArrayList<Integer>();
    for (var group = senders.next(5, all, asked);
        !group.isEmpty();
        group = senders.next(5, all, asked)) {
      assertThat(group).noneMatch(asked::contains);
      asked.addAll(group);
      groups.add(group.size());
    }

    assertThat(groups).containsExactly(16, 256, 228, 500);
    assertThat(asked).isEqualTo(all);
  }

  @Test
  void whoMayHaveMissedSomeOrRepeatsComesAfterThoseWhoseCounterComesNext() {
    var devices = devices(10);
    var all = heardInTurn(devices, 90);
    senders.learn(devices.get(3), 7, all);
    senders.learn(devices.get(5), 8, all);
    senders.learn(devices.get(4), 5, all);

    assertThat(senders.next(8, all, NOBODY))
        .containsExactly(devices.get(3), devices.get(5), devices.get(4));
  }

  @Test
  void aCounterOf16BitsGoesOnAtNought() {
    var devices = devices(10);
    var all = heardInTurn(devices, 90);
    senders.learn(devices.get(3), 0xffff, all);

    assertThat(senders.next(0, all, NOBODY)).containsExactly(devices.get(3));
  }

  @Test
  void whereThereAreFewAllAreAskedAtOnce() {
    var devices = devices(LikelySenders.WORTHWHILE - 1);
    var all = heardInTurn(devices, 4);

    assertThat(senders.next(5, all, NOBODY)).isEqualTo(all);
    assertThat(senders.next(5, all, all)).isEmpty();
  }

  @Test
  void whoLeftTheAddressIsForgotten() {
    var devices = devices(12);
    heardInTurn(devices, 4);
    var left = Set.copyOf(devices.subList(2, 12));
    senders.learn(devices.get(11), 4, left);

    assertThat(senders.next(5, left, NOBODY)).isEqualTo(left);
  }
}
