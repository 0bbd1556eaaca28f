package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.networkserver.adr.AdrHistory;
import io.lorikeet.actors.networkserver.adr.AdrHistory.Heard;
import java.util.Optional;

/**
 * What a session knows of its device's radio.
 *
 * @param history uplinks sent as the device sends now; each accepted uplink adds to it, so it costs
 *     no event of its own
 */
public record SessionMac(MacState state, AdrHistory history) implements CborSerializable {

  /** FCtrl, behind MHDR and DevAddr. */
  private static final int F_CTRL_AT = 5;

  private static final int ADR_BIT = 7;

  public static SessionMac start(MacState state) {
    return new SessionMac(state, AdrHistory.EMPTY);
  }

  /** After the network has asked or learned something. */
  public SessionMac with(MacState next) {
    boolean sameLink = next.current().link().equals(state.current().link());
    return new SessionMac(next, sameLink ? history : AdrHistory.EMPTY);
  }

  /**
   * One more uplink.
   *
   * @param before the uplink before, if there was one
   */
  public SessionMac heard(
      long fCnt, DeduplicatedUplink uplink, Optional<DeduplicatedUplink> before) {
    if ((uplink.phy().at(F_CTRL_AT) >> ADR_BIT & 1) == 0) {
      return history.size() == 0 ? this : new SessionMac(state, AdrHistory.EMPTY);
    }
    boolean sameDataRate =
        before
            .filter(
                its ->
                    its.radio().spreadingFactor() == uplink.radio().spreadingFactor()
                        && its.radio().bandwidthHz() == uplink.radio().bandwidthHz())
            .isPresent();
    var receptions = uplink.receptions();
    double snr = receptions.get(0).signal().snr();
    for (var reception : receptions) {
      snr = Math.max(snr, reception.signal().snr());
    }
    var older = sameDataRate ? history : AdrHistory.EMPTY;
    return new SessionMac(state, older.plus(new Heard(fCnt, snr, receptions.size())));
  }
}
