package io.lorikeet.actors.gateway;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.router.Location;
import io.lorikeet.protocol.id.GatewayEui;
import java.util.Optional;

/**
 * What the operator knows of a gateway.
 *
 * @param gatewayId the operator's name for it
 * @param frequencyPlan name of a frequency plan, as {@code EU_863_870}
 * @param antennaGainDb gain of the antenna over isotropic, in dB
 */
public record GatewayRegistration(
    String gatewayId,
    GatewayEui eui,
    String frequencyPlan,
    Optional<Location> location,
    float antennaGainDb,
    String description)
    implements CborSerializable {}
