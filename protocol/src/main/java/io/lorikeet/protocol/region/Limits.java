package io.lorikeet.protocol.region;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What may be sent.
 *
 * @param maxEirpDbm the most power of a device: TXPower 0
 * @param txPowerOffsets by how many dB each TXPower index is below it
 * @param subBands from low to high, without overlaps
 * @param dwell what holds unless the network says otherwise
 * @param txParamSetup whether devices understand TxParamSetupReq
 */
record Limits(
    double maxEirpDbm,
    List<Integer> txPowerOffsets,
    List<SubBand> subBands,
    DwellTime dwell,
    boolean txParamSetup,
    GatewayPower gatewayPower) {

  /**
   * What is asked of a gateway, in dBm. Gateways take it as EIRP.
   *
   * @param usual in most sub-bands
   * @param strong in those that allow as much
   */
  record GatewayPower(int usual, int strong) {

    static GatewayPower of(int dbm) {
      return new GatewayPower(dbm, dbm);
    }
  }

  Limits {
    txPowerOffsets = List.copyOf(txPowerOffsets);
    subBands = List.copyOf(subBands);
  }

  /** Without limits of dwell time. */
  static Limits of(double maxEirpDbm, int txPowers, int gatewayDbm, SubBand... subBands) {
    return new Limits(
        maxEirpDbm,
        steps(txPowers),
        List.of(subBands),
        DwellTime.UNLIMITED,
        false,
        GatewayPower.of(gatewayDbm));
  }

  Limits withDwell(DwellTime other, boolean asked) {
    return new Limits(maxEirpDbm, txPowerOffsets, subBands, other, asked, gatewayPower);
  }

  Limits withTxPowerOffsets(Integer... offsets) {
    return new Limits(maxEirpDbm, List.of(offsets), subBands, dwell, txParamSetup, gatewayPower);
  }

  Limits withGatewayPower(GatewayPower other) {
    return new Limits(maxEirpDbm, txPowerOffsets, subBands, dwell, txParamSetup, other);
  }

  /** From 0 on, each 2 dB less. */
  private static List<Integer> steps(int count) {
    return IntStream.range(0, count).mapToObj(index -> -2 * index).toList();
  }
}
