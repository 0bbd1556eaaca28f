package io.lorikeet.actors.networkserver;

import com.typesafe.config.Config;
import io.lorikeet.protocol.id.NetId;
import java.time.Duration;

/**
 * See {@code lorikeet.network-server} in reference.conf.
 *
 * @param netId of this network
 * @param devAddrs where addresses for joins are taken from
 * @param prepareBefore how long before RX1 an answer is made up, at the latest
 * @param gatewayLead how long before its start a gateway must have a downlink
 * @param silentBefore how long before its last window a gateway that says nothing counts as silent
 * @param retryAfter how long the application side may take to log a frame
 * @param snapshotEvery events between two snapshots
 * @param unprompted of downlinks that no uplink has asked for
 */
public record NetworkServerSettings(
    NetId netId,
    DevAddrBlocks devAddrs,
    Duration prepareBefore,
    Duration gatewayLead,
    Duration silentBefore,
    Duration retryAfter,
    int snapshotEvery,
    Unprompted unprompted) {

  public static NetworkServerSettings from(Config config) {
    var server = config.getConfig("lorikeet.network-server");
    return new NetworkServerSettings(
        NetId.parse(server.getString("net-id")),
        devAddrs(server),
        server.getDuration("prepare-before"),
        server.getDuration("gateway-lead"),
        server.getDuration("silent-before"),
        server.getDuration("retry-after"),
        server.getInt("snapshot-every"),
        Unprompted.from(server.getConfig("unprompted")));
  }

  /**
   * See {@code lorikeet.network-server.unprompted} in reference.conf.
   *
   * @param spacing pause between two such downlinks to one device
   * @param patience how long one may wait for a gateway that is busy
   * @param slotLead how long before a ping slot a gateway is asked
   */
  public record Unprompted(Duration spacing, Duration patience, Duration slotLead) {

    static Unprompted from(Config config) {
      return new Unprompted(
          config.getDuration("spacing"),
          config.getDuration("patience"),
          config.getDuration("slot-lead"));
    }
  }

  private static DevAddrBlocks devAddrs(Config server) {
    if (server.hasPath("dev-addr-prefix")) {
      throw new IllegalArgumentException(
          "lorikeet.network-server.dev-addr-prefix is a list now: dev-addr-prefixes");
    }
    return DevAddrBlocks.parse(server.getStringList("dev-addr-prefixes"));
  }
}
