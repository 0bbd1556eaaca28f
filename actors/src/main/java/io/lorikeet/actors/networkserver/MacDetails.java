package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.networkserver.mac.MacParameters;
import io.lorikeet.actors.networkserver.mac.MacState;

/**
 * How the negotiation with a device stands, as far as people ask.
 *
 * @param state with the requests that are open: on their way, to be repeated, or failed for what is
 *     wanted still
 * @param desired what the device is to use
 */
public record MacDetails(MacState state, MacParameters desired) implements CborSerializable {}
