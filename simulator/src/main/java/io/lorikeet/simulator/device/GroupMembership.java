package io.lorikeet.simulator.device;

import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.id.DevAddr;
import java.util.OptionalInt;

/**
 * What a device was told of a multicast group.
 *
 * @param frequencyHz where the group listens
 * @param pingPeriodicity in class B: every 2^n seconds; empty in class C: all the time
 */
public record GroupMembership(
    DevAddr mcAddr,
    SessionKeys10 keys,
    long frequencyHz,
    int dataRate,
    OptionalInt pingPeriodicity) {}
