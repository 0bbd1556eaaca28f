package io.lorikeet.gatewaybridge.semtech;

import io.lorikeet.actors.router.Radio;
import io.lorikeet.actors.router.Reception.Fix;
import io.lorikeet.actors.router.Reception.Path;
import io.lorikeet.actors.router.Reception.Signal;
import io.lorikeet.protocol.Payload;

/**
 * One packet of a PUSH_DATA whose CRC was good: an element of {@code rxpk}.
 *
 * @param phy the PHYPayload; may be empty
 * @param tmst concentrator counter at the end of reception, in microseconds, modulo 2^32
 * @param fix the gateway's time, where it has one; never a place
 */
public record ReceivedPacket(
    Payload phy, Radio radio, long tmst, Signal signal, Path path, Fix fix) {}
