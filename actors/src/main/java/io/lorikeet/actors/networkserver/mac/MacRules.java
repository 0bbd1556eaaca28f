package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.protocol.region.ChannelMask;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a device understands, by its version and region.
 *
 * @param definesChannels whether the network defines channels beside the default ones
 * @param defaultChannels how many channels no command can change
 * @param understands commands that not every device knows
 * @param since102 whether LinkADRReq that stand side by side are one request, and answers about the
 *     receive windows are repeated until the network is heard; before 1.0.2 each LinkADRReq is
 *     obeyed or refused alone, and every answer is given once
 * @param keeps whether 15 means "as it is" for data rate and power in LinkADRReq (since 1.0.4)
 */
public record MacRules(
    boolean definesChannels,
    int defaultChannels,
    Understands understands,
    boolean since102,
    boolean keeps,
    Masks masks) {

  /**
   * @param dlChannel DlChannelReq, since 1.0.2, where channels are defined
   * @param txParamSetup TxParamSetupReq, since 1.0.2, where the region has it
   * @param v11 the commands of LoRaWAN 1.1
   */
  public record Understands(boolean dlChannel, boolean txParamSetup, boolean v11) {}

  /** The region's way of saying which channels are in use. */
  public interface Masks {

    /** The block that leads from one set of channels to another; empty if they are the same. */
    List<ChannelMask> between(Set<Integer> wanted, Set<Integer> current);

    /**
     * The same for a device that takes each request alone: each leaves channels to send on. Empty
     * if they are the same.
     */
    List<ChannelMask> stepsBetween(Set<Integer> wanted, Set<Integer> current);

    /** A mask that changes nothing. */
    ChannelMask neutral(Set<Integer> current);

    /**
     * The channels after one request of a block; empty if a device must refuse it.
     *
     * @param defined the channels that the device knows
     */
    Optional<Set<Integer>> applied(ChannelMask mask, Set<Integer> current, Set<Integer> defined);
  }
}
