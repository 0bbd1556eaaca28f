package io.lorikeet.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;

/** How many entities of a kind a node keeps in memory. */
final class ActiveEntities {

  private static final String PATH = "lorikeet.cluster.active-entities";
  private static final String AUTO = "auto";

  /** Of an active device, in the entities of three kinds (docs/performance.md). */
  private static final long BYTES = 17_000;

  /** Of the heap; the rest is for what is under way, for the node itself, and to be collected. */
  private static final double SHARE = 0.6;

  private static final int LEAST = 1_000;

  private ActiveEntities() {}

  /**
   * What is configured, or what the heap can hold.
   *
   * @param heap its greatest size in bytes
   * @throws ConfigException when it is neither a number above 0 nor {@code auto}
   */
  static int limit(Config root, long heap) {
    if (root.getString(PATH).equals(AUTO)) {
      return (int) Math.max(LEAST, Math.min(Integer.MAX_VALUE, (long) (heap * SHARE) / BYTES));
    }
    int limit = root.getInt(PATH);
    if (limit < 1) {
      throw new ConfigException.BadValue(
          root.origin(), PATH, limit + " (expected: a number above 0, or " + AUTO + ")");
    }
    return limit;
  }
}
