package io.lorikeet.node.crash;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who is put out when processes seem to be gone. Whatever cuts one node off from some others makes
 * each side look gone to the other one; so a member is put out only when most members see that, and
 * a node that sees most members gone puts out itself. Then whoever is put out knows, if it lives.
 */
final class Jury {

  private Jury() {}

  /**
   * Whom this node may put out.
   *
   * @param members how many count, this node among them
   * @param own whom this node sees gone
   * @param others whom the others see gone, of each that is there beyond doubt and counts
   * @param <N> a node
   */
  static <N> Set<N> convicted(int members, Set<N> own, Collection<Set<N>> others) {
    return own.stream()
        .filter(
            node -> isMost(members, 1 + others.stream().filter(its -> its.contains(node)).count()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * @param gone how many of those that count this node sees gone
   */
  static boolean isAlone(int members, int gone) {
    return isMost(members, gone);
  }

  private static boolean isMost(int members, long some) {
    return 2 * some > members;
  }
}
