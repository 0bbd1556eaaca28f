package io.lorikeet.actors.broker;

import io.lorikeet.actors.router.UplinkFrame;
import io.lorikeet.protocol.id.DevEui;

/** What a device's network side says of a frame that its broker handed over. */
public record Verdict(long windowId, DevEui devEui, UplinkFrame.Outcome outcome)
    implements DevAddrBroker.Command, JoinBroker.Command {}
