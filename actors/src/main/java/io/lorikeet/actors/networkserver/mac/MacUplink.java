package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.protocol.mac.MacCommand;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a new uplink says to the network.
 *
 * @param dataRate it was sent with, if the region knows it
 * @param adr whether the device lets the network set its link
 * @param commands in the order in which they came
 */
public record MacUplink(
    long fCnt, OptionalInt dataRate, boolean adr, List<MacCommand> commands, Instant at) {

  public MacUplink {
    commands = List.copyOf(commands);
  }
}
