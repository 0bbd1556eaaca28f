package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.networkserver.adr.AdrDecision;
import io.lorikeet.actors.networkserver.adr.LinkSettings;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What LinkADRReq has taught of a device. The network wants something new of the link again and
 * again, so what goes wrong here must slow down what follows.
 *
 * @param refusedDataRates not asked for again in this session; at most 16
 * @param refusedTxPowers not asked for again in this session; at most 16
 * @param failures how often in a row it came to nothing
 * @param raises how often in a row more power or more repetitions turned out to be needed
 * @param decision the last that the device was asked to follow
 */
public record LinkMemory(
    SortedSet<Integer> refusedDataRates,
    SortedSet<Integer> refusedTxPowers,
    Pause failures,
    Pause raises,
    Optional<AdrDecision> decision)
    implements CborSerializable {

  static final LinkMemory EMPTY =
      new LinkMemory(new TreeSet<>(), new TreeSet<>(), Pause.NONE, Pause.NONE, Optional.empty());

  public LinkMemory {
    refusedDataRates = Canonical.set(refusedDataRates);
    refusedTxPowers = Canonical.set(refusedTxPowers);
  }

  /**
   * Each time it lasts twice as long.
   *
   * @param count how often in a row
   * @param until the uplink counter with which it is over
   */
  public record Pause(int count, long until) implements CborSerializable {

    static final Pause NONE = new Pause(0, 0);

    private static final int FIRST = 32;
    private static final int MAX_DOUBLINGS = 5;

    /** Uplinks after its end after which the past does not count. */
    private static final int FORGIVEN_AFTER = 512;

    /** 32 uplinks, then 64, up to 1,024. */
    Pause again(long fCnt) {
      int inARow = fCnt > until + FORGIVEN_AFTER ? 1 : count + 1;
      return new Pause(inARow, fCnt + ((long) FIRST << Math.min(inARow - 1, MAX_DOUBLINGS)));
    }

    boolean isOver(long fCnt) {
      return fCnt >= until;
    }
  }

  LinkMemory refused(Optional<Integer> dataRate, Optional<Integer> txPower) {
    var dataRates = new TreeSet<>(refusedDataRates);
    dataRate.ifPresent(dataRates::add);
    var powers = new TreeSet<>(refusedTxPowers);
    txPower.ifPresent(powers::add);
    return new LinkMemory(dataRates, powers, failures, raises, decision);
  }

  LinkMemory failed(long fCnt) {
    return new LinkMemory(
        refusedDataRates, refusedTxPowers, failures.again(fCnt), raises, decision);
  }

  /** The same, but it may be asked at once: what stood in the way is about to be mended. */
  LinkMemory doubted(long fCnt) {
    return new LinkMemory(
        refusedDataRates,
        refusedTxPowers,
        new Pause(failures.again(fCnt).count(), fCnt),
        raises,
        decision);
  }

  /** The device sends stronger or more often than before. */
  LinkMemory raised(long fCnt) {
    return new LinkMemory(
        refusedDataRates, refusedTxPowers, failures, raises.again(fCnt), decision);
  }

  /** The device is asked to follow this. */
  public LinkMemory decided(AdrDecision next) {
    return new LinkMemory(refusedDataRates, refusedTxPowers, failures, raises, Optional.of(next));
  }

  /**
   * What of a decision may be asked for now. Power and repetitions that have helped make the signal
   * good and the loss small, which calls for less of them: they are taken back only after a while.
   */
  public LinkSettings calm(LinkSettings current, LinkSettings wanted, long fCnt) {
    if (raises.isOver(fCnt)) {
      return wanted;
    }
    boolean faster = wanted.dataRate() > current.dataRate();
    return new LinkSettings(
        wanted.dataRate(),
        faster ? wanted.txPower() : Math.min(wanted.txPower(), current.txPower()),
        Math.max(wanted.nbTrans(), current.nbTrans()));
  }
}
