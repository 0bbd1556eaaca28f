package io.lorikeet.gatewaybridge.semtech;

import io.lorikeet.actors.router.UplinkRouter;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * All that a connection touches outside itself.
 *
 * @param receptionIds where each connection starts to count; drawn at random from so many that no
 *     two connections, before and after a restart, give the same id
 * @param admission shared by all connections of the node
 * @param settleTime shared by all connections of the node
 * @param limit shared by all connections of the node
 */
record Outside(
    UplinkRouter router,
    GatewayPort gateways,
    DatagramSender sender,
    Clock clock,
    LongSupplier receptionIds,
    Admission admission,
    SettleTime settleTime,
    ConcurrencyLimit limit,
    SemtechMeters meters) {}
