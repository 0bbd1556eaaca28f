package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.actors.networkserver.adr.LinkSettings;
import io.lorikeet.protocol.mac.LinkAdr.LinkADRReq;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.region.ChannelMask;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** How fast, how strong, how often and where a device sends: one block of requests for all. */
final class LinkRequests {

  static final int KEEP = 15;

  private LinkRequests() {}

  /**
   * The block, or none if all is as it shall be.
   *
   * @param current with the data rate that the device is known to use
   */
  static List<MacCommand> block(MacParameters current, MacParameters desired, MacRules rules) {
    var channels = wantedChannels(current, desired, rules);
    var is = current.link();
    var shall = desired.link();
    boolean sameChannels = channels.isEmpty() || channels.equals(current.enabled());
    if (sameChannels && is.equals(shall)) {
      return List.of();
    }
    boolean keeps = is.equals(shall) && rules.keeps();
    if (!keeps && shall.dataRate() == MacParameters.UNKNOWN) {
      return List.of(); // nothing true can be said before the device is heard in a known data rate
    }
    var masks =
        sameChannels
            ? List.of(rules.masks().neutral(current.enabled()))
            : rules.since102()
                ? rules.masks().between(channels, current.enabled())
                : rules.masks().stepsBetween(channels, current.enabled());
    return masks.stream()
        .<MacCommand>map(
            mask ->
                new LinkADRReq(
                    keeps ? KEEP : shall.dataRate(),
                    keeps ? KEEP : shall.txPower(),
                    mask.mask(),
                    mask.control(),
                    shall.nbTrans()))
        .toList();
  }

  /** Of those the device knows; a channel that is not defined yet is in use when it is. */
  private static Set<Integer> wantedChannels(
      MacParameters current, MacParameters desired, MacRules rules) {
    var wanted = new TreeSet<>(desired.enabled());
    if (rules.definesChannels()) {
      wanted.retainAll(current.channels().keySet());
    }
    return wanted;
  }

  /** What holds after a block that the device has agreed to: masks add up, of the rest the last. */
  static MacParameters accepted(MacParameters current, List<MacCommand> block, MacRules rules) {
    Set<Integer> enabled = current.enabled();
    var link = current.link();
    for (var command : block) {
      if (command instanceof LinkADRReq request) {
        var defined = rules.definesChannels() ? current.channels().keySet() : Set.<Integer>of();
        var mask = new ChannelMask(request.chMaskCntl(), request.chMask());
        enabled = rules.masks().applied(mask, enabled, defined).orElse(enabled);
        link =
            new LinkSettings(
                request.dataRate() == KEEP ? link.dataRate() : request.dataRate(),
                request.txPower() == KEEP ? link.txPower() : request.txPower(),
                Math.max(1, request.nbTrans()));
      }
    }
    return current.withLink(link).withChannels(enabled, current.channels());
  }

  /** What the last request of a block says; empty for what it leaves as it is. */
  static Optional<Integer> dataRate(List<MacCommand> block) {
    return last(block).map(LinkADRReq::dataRate).filter(rate -> rate != KEEP);
  }

  static Optional<Integer> txPower(List<MacCommand> block) {
    return last(block).map(LinkADRReq::txPower).filter(power -> power != KEEP);
  }

  private static Optional<LinkADRReq> last(List<MacCommand> block) {
    return block.isEmpty() || !(block.get(block.size() - 1) instanceof LinkADRReq request)
        ? Optional.empty()
        : Optional.of(request);
  }
}
