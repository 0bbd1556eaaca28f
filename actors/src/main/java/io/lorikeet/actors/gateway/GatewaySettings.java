package io.lorikeet.actors.gateway;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * See {@code lorikeet.gateway} in reference.conf.
 *
 * @param acceptUnknown whether gateways that nobody registered may connect
 * @param defaultFrequencyPlan theirs
 * @param lead how long before its start a gateway must have a downlink
 * @param offAir pause between two transmissions of one gateway
 * @param silentAfter how long a connection may take to say what the gateway answered
 * @param connectedFor how long a connection counts without a sign of life
 * @param snapshotEvery events between two snapshots
 */
public record GatewaySettings(
    boolean acceptUnknown,
    String defaultFrequencyPlan,
    Duration lead,
    Duration offAir,
    Duration silentAfter,
    Duration connectedFor,
    int snapshotEvery) {

  public static GatewaySettings from(Config config) {
    var gateway = config.getConfig("lorikeet.gateway");
    return new GatewaySettings(
        config.getBoolean("lorikeet.gateway-bridge.accept-unknown"),
        gateway.getString("default-frequency-plan"),
        gateway.getDuration("lead"),
        gateway.getDuration("off-air"),
        gateway.getDuration("silent-after"),
        gateway.getDuration("connected-for"),
        gateway.getInt("snapshot-every"));
  }
}
