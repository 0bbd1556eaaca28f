package io.lorikeet.actors.networkserver.adr;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What ADR may choose from for one device, and what it rests on.
 *
 * @param marginDb how much stronger than just decodable a signal shall be
 * @param requiredSnr the SNR, in dB, that each allowed data rate needs; and the current one
 * @param powerCut by how many dB each allowed TXPower index is below the first of the region
 * @param minNbTrans 1 to 15
 * @param maxNbTrans 1 to 15
 */
public record AdrLimits(
    double marginDb,
    SortedMap<Integer, Double> requiredSnr,
    SortedMap<Integer, Double> powerCut,
    int minNbTrans,
    int maxNbTrans) {

  public AdrLimits {
    requiredSnr = new TreeMap<>(requiredSnr);
    powerCut = new TreeMap<>(powerCut);
    if (minNbTrans < 1 || maxNbTrans < minNbTrans || maxNbTrans > 15) {
      throw new IllegalArgumentException(
          "NbTrans: " + minNbTrans + " to " + maxNbTrans + " (expected: within 1 to 15)");
    }
  }

  /** Without what the device has refused. */
  public AdrLimits without(Iterable<Integer> dataRates, Iterable<Integer> powers) {
    return new AdrLimits(
        marginDb, less(requiredSnr, dataRates), less(powerCut, powers), minNbTrans, maxNbTrans);
  }

  private static SortedMap<Integer, Double> less(
      Map<Integer, Double> from, Iterable<Integer> refused) {
    var rest = new TreeMap<>(from);
    refused.forEach(rest::remove);
    return rest;
  }
}
