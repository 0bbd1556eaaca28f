package io.lorikeet.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What nodes of one cluster must have in common.
 *
 * @param format version of the messages between nodes and of what is stored
 * @param same settings that must be equal, by their paths
 * @param sealingKey by its name; keys of devices are sealed under it
 * @param openingKeys by their names; what was sealed under these can be read
 * @param plans the operator's frequency plans, each with a hash of what is in it. One node may have
 *     plans that another has not, or none could ever be added; but none may have two contents
 */
record Fit(
    int format,
    Map<String, String> same,
    String sealingKey,
    List<String> openingKeys,
    Map<String, String> plans) {

  /** Where {@link ClusterConfig} puts the plans. */
  static final String PLANS = "lorikeet.cluster.frequency-plans";

  private static final String FORMAT = "lorikeet.cluster.format";
  private static final String SEALING_KEY = "lorikeet.persistence.sealing-key";
  private static final String OPENING_KEYS = "lorikeet.persistence.opening-keys";

  private static final List<String> SAME =
      List.of(
          "akka.cluster.sharding.number-of-shards",
          "lorikeet.handler.log.partitions",
          "lorikeet.persistence.keyspace");

  /** Must be equal too; nodes of the first versions do not tell it. */
  private static final List<String> SAME_IF_TOLD = List.of("lorikeet.network-server.net-id");

  static final List<String> PATHS =
      Stream.of(List.of(FORMAT, SEALING_KEY, OPENING_KEYS, PLANS), SAME, SAME_IF_TOLD)
          .flatMap(List::stream)
          .toList();

  /**
   * @throws ConfigException when something is missing
   */
  static Fit of(Config config) {
    var same = new TreeMap<String, String>();
    SAME.forEach(path -> same.put(path, config.getString(path)));
    SAME_IF_TOLD.stream()
        .filter(config::hasPath)
        .forEach(path -> same.put(path, config.getString(path)));
    return new Fit(
        config.getInt(FORMAT),
        same,
        config.getString(SEALING_KEY),
        config.getStringList(OPENING_KEYS),
        config.hasPath(PLANS) ? plans(config.getStringList(PLANS)) : Map.of());
  }

  /** Plans as they are configured: a hash and a name each. Akka compares no tables. */
  static List<String> listed(Map<String, String> plans) {
    return plans.entrySet().stream().map(plan -> plan.getValue() + " " + plan.getKey()).toList();
  }

  private static Map<String, String> plans(List<String> listed) {
    return listed.stream()
        .map(plan -> plan.split(" ", 2))
        .collect(Collectors.toMap(plan -> plan[1], plan -> plan[0]));
  }

  /** Why a node with {@code joining} must not join nodes that have this; empty when it may. */
  List<String> objectionsTo(Fit joining) {
    var objections = new ArrayList<String>();
    if (Math.abs(format - joining.format) > 1) {
      objections.add(
          "format: the node has %d, the cluster %d; neighbouring versions can work together, these cannot: update one version at a time"
              .formatted(joining.format, format));
    }
    same.forEach(
        (path, value) -> {
          var theirs = joining.same.getOrDefault(path, value);
          if (!theirs.equals(value)) {
            objections.add("%s: the node has %s, the cluster %s".formatted(path, theirs, value));
          }
        });
    plans.forEach(
        (name, content) -> {
          if (!joining.plans.getOrDefault(name, content).equals(content)) {
            objections.add(
                "frequency plan %s: the node's file says something else than the cluster's; give a changed plan another name"
                    .formatted(name));
          }
        });
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
}
