/**
 * The network's side of the negotiation with a device by MAC commands, as pure values and
 * functions: what the device is known to use, what it is asked, and what came of that.
 */
package io.lorikeet.actors.networkserver.mac;
