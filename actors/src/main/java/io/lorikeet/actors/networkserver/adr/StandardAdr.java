package io.lorikeet.actors.networkserver.adr;

import io.lorikeet.actors.networkserver.adr.AdrDecision.Reason;
import io.lorikeet.actors.networkserver.adr.AdrHistory.Heard;
import io.lorikeet.protocol.radio.LoRa;
import io.lorikeet.protocol.radio.Modulation;
import java.util.List;
import java.util.Map;

/**
 * Semtech's recommendation for ADR: what the best of the last uplinks had beyond need goes first
 * into a faster data rate, the rest into less power. The data rate is never lowered, except into
 * the limits: a device does that itself when it hears nothing. Repetitions follow the loss.
 *
 * <p>It does not swing: a change starts a new history, power is taken back only by two steps or
 * more, and a small lack is left alone, with few uplinks a larger one.
 */
final class StandardAdr implements AdrAlgorithm {

  /** Between two data rates; the fastest ones lie 3 dB apart, but never more than that. */
  private static final double DATA_RATE_STEP = 2.5;

  /** With fewer uplinks than a full history the best may have been luck. */
  private static final double YOUNG_HISTORY_DB = 2.5;

  /** The best of a full history varies by about this without any reason. */
  private static final double NOISE_DB = 1;

  /** Fewer say nothing of loss, and may all have met the same obstacle. */
  private static final int MIN_UPLINKS = 10;

  private static final int WORTHWHILE_POWER_STEPS = 2;

  @Override
  public AdrDecision decide(
      LinkSettings current, Modulation modulation, AdrHistory history, AdrLimits limits) {
    if (limits.requiredSnr().isEmpty() || limits.powerCut().isEmpty()) {
      return AdrDecision.keep(current, Reason.NOTHING_ALLOWED, history);
    }
    var allowed = within(current, limits);
    if (allowed.dataRate() != current.dataRate()) {
      return AdrDecision.keep(allowed, Reason.OUTSIDE_LIMITS, history);
    }
    if (history.size() == 0) {
      return AdrDecision.keep(allowed, outsideOr(current, allowed, Reason.NO_UPLINKS), history);
    }
    if (!(modulation instanceof LoRa lora)) {
      return AdrDecision.keep(allowed, outsideOr(current, allowed, Reason.NOT_LORA), history);
    }
    var uplinks = history.uplinks();
    var best = new Choice(limits, margin(uplinks, lora, limits), uplinks.size()).from(current);
    var loss = loss(uplinks);
    var wanted =
        new LinkSettings(
            best.dataRate(),
            best.txPower(),
            nbTrans(current.nbTrans(), uplinks.size(), loss, limits));
    var reason = reason(current, wanted, limits);
    return new AdrDecision(
        reason == Reason.GOOD ? current : wanted,
        reason,
        margin(uplinks, lora, limits),
        uplinks.size(),
        loss);
  }

  /** The nearest allowed settings. */
  private static LinkSettings within(LinkSettings current, AdrLimits limits) {
    return new LinkSettings(
        nearest(
            limits.requiredSnr().firstKey(), current.dataRate(), limits.requiredSnr().lastKey()),
        nearest(limits.powerCut().firstKey(), current.txPower(), limits.powerCut().lastKey()),
        nearest(limits.minNbTrans(), current.nbTrans(), limits.maxNbTrans()));
  }

  private static int nearest(int min, int value, int max) {
    return Math.max(min, Math.min(value, max));
  }

  private static Reason outsideOr(LinkSettings current, LinkSettings allowed, Reason other) {
    return allowed.equals(current) ? other : Reason.OUTSIDE_LIMITS;
  }

  private static double margin(List<Heard> uplinks, LoRa lora, AdrLimits limits) {
    double snr = uplinks.stream().mapToDouble(Heard::maxSnr).max().orElseThrow();
    double young = uplinks.size() < AdrHistory.LIMIT ? YOUNG_HISTORY_DB : 0;
    return snr - lora.requiredSnr() - limits.marginDb() - young;
  }

  /** How the margin is spent. */
  private record Choice(AdrLimits limits, double margin, int uplinks) {

    LinkSettings from(LinkSettings current) {
      int dataRate = dataRate(current.dataRate());
      double gain = DATA_RATE_STEP * (dataRate - current.dataRate());
      int before = gain > 0 ? 0 : current.txPower();
      return new LinkSettings(
          dataRate, power(before, cut(before) + margin - gain, gain > 0), current.nbTrans());
    }

    /** As fast as the margin allows beside the least cut of power. */
    private int dataRate(int current) {
      double first = limits.powerCut().get(limits.powerCut().firstKey());
      int steps = (int) ((margin - first) / DATA_RATE_STEP);
      if (steps <= 0) {
        return current;
      }
      var faster = limits.requiredSnr().headMap(current + steps + 1).tailMap(current + 1);
      return faster.isEmpty() ? current : faster.lastKey();
    }

    /**
     * The least power that cuts no more than may be cut.
     *
     * @param mayCut dB below the first index
     */
    private int power(int before, double mayCut, boolean changes) {
      int first = limits.powerCut().firstKey();
      int index =
          limits.powerCut().entrySet().stream()
              .filter(power -> power.getValue() <= mayCut)
              .mapToInt(Map.Entry::getKey)
              .max()
              .orElse(first);
      boolean louder = cut(index) < cut(before);
      boolean mayStay = limits.powerCut().containsKey(before);
      return louder && !isWeak(mayCut - cut(before)) && mayStay && !changes ? before : index;
    }

    /**
     * @param left of the margin, with the power as it is
     */
    private boolean isWeak(double left) {
      double young = uplinks < AdrHistory.LIMIT ? YOUNG_HISTORY_DB : 0;
      return left < -NOISE_DB - young && uplinks >= MIN_UPLINKS;
    }

    /** An index that is not allowed any more counts as the next one above it that is. */
    private double cut(int index) {
      var exact = limits.powerCut().get(index);
      if (exact != null) {
        return exact;
      }
      var above = limits.powerCut().headMap(index);
      return above.isEmpty() ? 0 : above.get(above.lastKey());
    }
  }

  private static double loss(List<Heard> uplinks) {
    long span = 1 + uplinks.get(uplinks.size() - 1).fCnt() - uplinks.get(0).fCnt();
    return (span - uplinks.size()) / (double) span;
  }

  /** The steps are those of two networks in the field, which agree. */
  private static int nbTrans(int current, int uplinks, double loss, AdrLimits limits) {
    int wanted = current;
    if (uplinks >= MIN_UPLINKS) {
      if (loss < 0.05) {
        wanted = 1 + current / 3;
      } else if (loss >= 0.3) {
        wanted = 3;
      } else if (loss >= 0.1) {
        wanted = 2 + current / 2;
      }
    }
    return nearest(limits.minNbTrans(), wanted, limits.maxNbTrans());
  }

  private static Reason reason(LinkSettings current, LinkSettings wanted, AdrLimits limits) {
    if (!limits.powerCut().containsKey(current.txPower())) {
      return Reason.OUTSIDE_LIMITS;
    }
    if (wanted.dataRate() != current.dataRate()) {
      return Reason.FASTER;
    }
    if (wanted.txPower() < current.txPower()) {
      return Reason.MORE_POWER;
    }
    if (wanted.txPower() >= current.txPower() + WORTHWHILE_POWER_STEPS) {
      return Reason.LESS_POWER;
    }
    return wanted.nbTrans() == current.nbTrans() ? Reason.GOOD : Reason.REPETITIONS;
  }
}
