package io.lorikeet.actors.broker;

import io.lorikeet.actors.router.UplinkEnd;
import io.lorikeet.actors.router.UplinkFrame;
import io.lorikeet.protocol.id.DevEui;

/**
 * What a device's network side says of a frame that its broker handed over.
 *
 * @param outcome what {@code end} says, too: a node of the version before knows nothing else
 */
public record Verdict(long windowId, DevEui devEui, UplinkFrame.Outcome outcome, UplinkEnd end)
    implements DevAddrBroker.Command, JoinBroker.Command {

  public Verdict {
    end = end == null ? UplinkEnd.of(outcome) : end;
  }

  public static Verdict of(long windowId, DevEui devEui, UplinkEnd end) {
    return new Verdict(windowId, devEui, end.outcome(), end);
  }
}
