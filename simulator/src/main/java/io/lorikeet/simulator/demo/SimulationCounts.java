package io.lorikeet.simulator.demo;

/**
 * What the devices of a simulation have done and met.
 *
 * @param violations what the network must never do
 */
public record SimulationCounts(
    long joins, long uplinks, long acknowledged, long givenUp, long downlinks, long violations) {}
