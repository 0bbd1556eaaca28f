package io.lorikeet.actors;

/**
 * What an entity left out at the last restore, so that a restore that is given again does not do it
 * twice: a device of LoRaWAN 1.0.x that is led 16,384 counters on ignores every downlink.
 *
 * @param restore names it; empty before the first
 * @param by how many counters
 */
public record LeftOut(String restore, int by) implements CborSerializable {

  public static final LeftOut NOTHING = new LeftOut("", 0);

  /** How many are still to be left out; 0 or less when enough are. */
  public int missing(LeftOut wanted) {
    return isOf(wanted.restore) ? wanted.by - by : wanted.by;
  }

  public LeftOut and(LeftOut more) {
    return isOf(more.restore) ? new LeftOut(restore, by + more.by) : more;
  }

  private boolean isOf(String other) {
    return !restore.isEmpty() && restore.equals(other);
  }
}
