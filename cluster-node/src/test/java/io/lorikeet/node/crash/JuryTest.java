package io.lorikeet.node.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JuryTest {

  @Test
  void twoOfThreePutOutTheThirdWhenBothSeeIt() {
    assertThat(Jury.convicted(3, Set.of("c"), List.of(Set.of("c")))).containsExactly("c");
    assertThat(Jury.convicted(3, Set.of("c"), List.of(Set.of()))).as("one hears it").isEmpty();
    assertThat(Jury.convicted(3, Set.of("c"), List.of())).as("the other is in doubt").isEmpty();
    assertThat(Jury.convicted(3, Set.<String>of(), List.of(Set.of("c")))).isEmpty();
  }

  @Test
  void halvesWaitForTheResolver() {
    assertThat(Jury.convicted(2, Set.of("b"), List.of())).isEmpty();
    assertThat(Jury.convicted(4, Set.of("c", "d"), List.of(Set.of("c", "d")))).isEmpty();
    assertThat(Jury.isAlone(2, 1)).isFalse();
    assertThat(Jury.isAlone(4, 2)).isFalse();
  }

  @Test
  void theLastOfThreeIsAlone() {
    assertThat(Jury.isAlone(3, 1)).isFalse();
    assertThat(Jury.isAlone(3, 2)).isTrue();
  }

  /** All ways in which links between up to five living nodes can look like the others' deaths. */
  @Test
  void whoeverIsPutOutAndLivesIsAlone() {
    for (int members = 1; members <= 5; members++) {
      int links = members * (members - 1) / 2;
      for (int cut = 0; cut < 1 << links; cut++) {
        for (int node = 0; node < members; node++) {
          for (int convicted : convictedBy(node, members, cut)) {
            assertThat(Jury.isAlone(members, gone(convicted, members, cut).size()))
                .as("%d of %d, links cut: %s", convicted, members, Integer.toBinaryString(cut))
                .isTrue();
          }
        }
      }
    }
  }

  private static Set<Integer> convictedBy(int node, int members, int cut) {
    var gone = gone(node, members, cut);
    var others =
        IntStream.range(0, members)
            .filter(other -> other != node && !gone.contains(other))
            .mapToObj(other -> gone(other, members, cut))
            .toList();
    return Jury.convicted(members, gone, others);
  }

  private static Set<Integer> gone(int node, int members, int cut) {
    return IntStream.range(0, members)
        .filter(other -> other != node && (cut >> link(node, other) & 1) == 1)
        .boxed()
        .collect(Collectors.toSet());
  }

  /** Of each pair one bit. */
  private static int link(int one, int other) {
    int high = Math.max(one, other);
    return high * (high - 1) / 2 + Math.min(one, other);
  }
}
