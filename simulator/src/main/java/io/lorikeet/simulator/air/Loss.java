package io.lorikeet.simulator.air;

/**
 * How much gets lost in the air, packet by packet and gateway by gateway.
 *
 * @param up share of uplinks, 0 to 1
 * @param down share of downlinks, 0 to 1
 */
public record Loss(double up, double down) {

  public static final Loss NONE = new Loss(0, 0);

  public Loss {
    if (!(up >= 0 && up <= 1 && down >= 0 && down <= 1)) {
      throw new IllegalArgumentException("loss: " + up + ", " + down + " (expected: 0 to 1)");
    }
  }
}
