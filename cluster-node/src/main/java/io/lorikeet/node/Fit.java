package io.lorikeet.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.ArrayList;
import java.util.List;

/**
 * What nodes of one cluster must have in common.
 *
 * @param format version of the messages between nodes and of what is stored
 * @param shards of each kind of entity
 * @param logPartitions of each application's log
 * @param sealingKey by its name; keys of devices are sealed under it
 * @param openingKeys by their names; what was sealed under these can be read
 */
record Fit(
    int format,
    int shards,
    int logPartitions,
    String keyspace,
    String sealingKey,
    List<String> openingKeys) {

  private static final String FORMAT = "lorikeet.cluster.format";
  private static final String SHARDS = "akka.cluster.sharding.number-of-shards";
  private static final String LOG_PARTITIONS = "lorikeet.handler.log.partitions";
  private static final String KEYSPACE = "lorikeet.persistence.keyspace";
  private static final String SEALING_KEY = "lorikeet.persistence.sealing-key";
  private static final String OPENING_KEYS = "lorikeet.persistence.opening-keys";

  static final List<String> PATHS =
      List.of(FORMAT, SHARDS, LOG_PARTITIONS, KEYSPACE, SEALING_KEY, OPENING_KEYS);

  /**
   * @throws ConfigException when something is missing
   */
  static Fit of(Config config) {
    return new Fit(
        config.getInt(FORMAT),
        config.getInt(SHARDS),
        config.getInt(LOG_PARTITIONS),
        config.getString(KEYSPACE),
        config.getString(SEALING_KEY),
        config.getStringList(OPENING_KEYS));
  }

  /** Why a node with {@code joining} must not join nodes that have this; empty when it may. */
  List<String> objectionsTo(Fit joining) {
    var objections = new ArrayList<String>();
    if (Math.abs(format - joining.format) > 1) {
      objections.add(
          "format: the node has %d, the cluster %d; neighbouring versions can work together, these cannot: update one version at a time"
              .formatted(joining.format, format));
    }
    differs(objections, SHARDS, joining.shards, shards);
    differs(objections, LOG_PARTITIONS, joining.logPartitions, logPartitions);
    differs(objections, KEYSPACE, joining.keyspace, keyspace);
    if (!openingKeys.contains(joining.sealingKey)) {
      objections.add(
          "the node seals keys under the key-encryption key %s, which the cluster has not (%s): give it to the cluster's nodes in lorikeet.persistence.previous-key-encryption-keys first"
              .formatted(joining.sealingKey, String.join(", ", openingKeys)));
    }
    if (!joining.openingKeys.contains(sealingKey)) {
      objections.add(
          "the cluster seals keys under the key-encryption key %s, which the node has not (%s)"
              .formatted(sealingKey, String.join(", ", joining.openingKeys)));
    }
    return objections;
  }

  private static void differs(List<String> objections, String path, Object node, Object cluster) {
    if (!node.equals(cluster)) {
      objections.add("%s: the node has %s, the cluster %s".formatted(path, node, cluster));
    }
  }
}
