/** Groups of devices that hear the same downlinks: keys, counters, and the gateways that send. */
package io.lorikeet.actors.multicast;
