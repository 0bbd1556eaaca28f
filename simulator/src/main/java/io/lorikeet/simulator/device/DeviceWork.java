package io.lorikeet.simulator.device;

import io.lorikeet.simulator.EventLoop;
import java.util.SplittableRandom;

/** What the parts of one {@link SimulatedDevice} share. */
record DeviceWork(
    SimulatedDevice device,
    EventLoop loop,
    Radio radio,
    DeviceIdentity identity,
    DeviceSettings settings,
    DeviceState state,
    SplittableRandom random) {}
