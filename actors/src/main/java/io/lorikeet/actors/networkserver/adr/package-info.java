/**
 * How fast and how strong a device sends: the network's part of adaptive data rate, as pure values
 * and functions.
 */
package io.lorikeet.actors.networkserver.adr;
