package io.lorikeet.node.crash;

/**
 * Whose part goes on when processes are gone. What ends connections on both sides, as a proxy of
 * each machine does that ends, looks like the end of the others from either side: only the larger
 * part may believe it.
 *
 * @param members that are up or leaving, this node among them
 * @param there of these, those that are there beyond doubt
 * @param gone of these, those whose processes are gone though they were not about to leave
 */
record Majority(int members, int there, int gone) {

  /** Those that are there may remove those that are gone. */
  boolean goesOn() {
    return 2 * there > members;
  }

  /** This node is in the smaller part, or what is left of a larger one. */
  boolean isGone() {
    return 2 * (members - gone) < members;
  }
}
