package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.networkserver.mac.MacParameters;
import io.lorikeet.actors.networkserver.mac.MacState;

/**
 * How the negotiation with a device stands, as far as people ask.
 *
 * @param desired what the device is to use
 */
public record MacDetails(MacState state, MacParameters desired) implements CborSerializable {}
