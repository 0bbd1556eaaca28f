package io.lorikeet.actors.networkserver.adr;

import io.lorikeet.actors.CborSerializable;

/**
 * What ADR sets of a device.
 *
 * @param dataRate index, 0 to 15
 * @param txPower index, 0 (most) to 15
 * @param nbTrans how often an unconfirmed uplink is sent, 1 to 15
 */
public record LinkSettings(int dataRate, int txPower, int nbTrans) implements CborSerializable {}
