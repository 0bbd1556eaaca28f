package io.lorikeet.actors.networkserver.adr;

import io.lorikeet.actors.CborSerializable;
import java.util.Optional;

/**
 * What the operator says of a device's ADR.
 *
 * @param mode who decides
 * @param marginDb how much stronger than just decodable a signal shall be, dB
 * @param range what may be chosen, within what the region allows
 * @param fixed the settings of mode STATIC; what is empty stays as it is
 */
public record AdrSettings(Mode mode, double marginDb, Range range, Fixed fixed)
    implements CborSerializable {

  /** What most networks leave for fading. */
  public static final double USUAL_MARGIN_DB = 15;

  public static final AdrSettings DEFAULT =
      new AdrSettings(
          Mode.DYNAMIC,
          USUAL_MARGIN_DB,
          Range.ANY,
          new Fixed(Optional.empty(), Optional.empty(), Optional.empty()));

  public enum Mode {
    /** The network leaves the device alone. */
    OFF,
    /** The operator. */
    STATIC,
    /** The algorithm, for a device that allows it. */
    DYNAMIC
  }

  /** Inclusive ranges of data rates, TXPower indices and repetitions. */
  public record Range(
      int minDataRate,
      int maxDataRate,
      int minTxPower,
      int maxTxPower,
      int minNbTrans,
      int maxNbTrans)
      implements CborSerializable {

    public static final Range ANY = new Range(0, 15, 0, 15, 1, 3);

    public Range {
      ordered("data rate", 0, minDataRate, maxDataRate);
      ordered("TXPower", 0, minTxPower, maxTxPower);
      ordered("NbTrans", 1, minNbTrans, maxNbTrans);
    }

    private static void ordered(String what, int least, int min, int max) {
      if (min < least || max < min || max > 15) {
        throw new IllegalArgumentException(
            what + ": " + min + " to " + max + " (expected: within " + least + " to 15)");
      }
    }
  }

  /** What a device is to use. */
  public record Fixed(
      Optional<Integer> dataRate, Optional<Integer> txPower, Optional<Integer> nbTrans)
      implements CborSerializable {

    /** The settings that replace {@code current}. */
    public LinkSettings over(LinkSettings current) {
      return new LinkSettings(
          dataRate.orElse(current.dataRate()),
          txPower.orElse(current.txPower()),
          nbTrans.orElse(current.nbTrans()));
    }
  }
}
