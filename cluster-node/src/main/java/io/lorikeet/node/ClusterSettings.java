package io.lorikeet.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueType;
import io.lorikeet.actors.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * See {@code lorikeet.cluster} and {@code lorikeet.roles} in reference.conf.
 *
 * @param required contact points that must be there before a new cluster is founded
 */
record ClusterSettings(
    Set<Role> roles,
    Forming forming,
    List<ContactPoint> contactPoints,
    int required,
    boolean crashWatch,
    Tls tls) {

  /** How nodes find each other. */
  enum Forming {
    ALONE,
    CONTACT_POINTS,
    KUBERNETES,
    SEED_NODES;

    static Forming parse(String text) {
      return Arrays.stream(values())
          .filter(its -> its.name().replace('_', '-').equalsIgnoreCase(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "lorikeet.cluster.forming: "
                          + text
                          + " (expected: alone, contact-points, kubernetes or seed-nodes)"));
    }
  }

  /** Where a node's management is. */
  record ContactPoint(String host, int port) {

    static ContactPoint parse(String text) {
      var colon = text.lastIndexOf(':');
      try {
        return new ContactPoint(
            text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
      } catch (IndexOutOfBoundsException | NumberFormatException e) {
        throw new IllegalArgumentException(
            "lorikeet.cluster.contact-points: " + text + " (expected: host:port)", e);
      }
    }
  }

  /** Files in PEM; empty when TLS is off. */
  record Tls(boolean enabled, String caFile, String certificateFile, String keyFile) {

    Tls {
      if (enabled && (caFile.isEmpty() || certificateFile.isEmpty() || keyFile.isEmpty())) {
        throw new IllegalArgumentException(
            "lorikeet.cluster.tls is enabled and needs ca-file, certificate-file and key-file");
      }
    }
  }

  /** With Kubernetes the number of pods is not known here: two at least, as one proves nothing. */
  private static final int REQUIRED_PODS = 2;

  static ClusterSettings from(Config root) {
    var cluster = root.getConfig("lorikeet.cluster");
    var forming = Forming.parse(cluster.getString("forming"));
    var contactPoints =
        words(cluster.getString("contact-points")).stream().map(ContactPoint::parse).toList();
    if (forming == Forming.CONTACT_POINTS && contactPoints.isEmpty()) {
      throw new IllegalArgumentException(
          "this node is to find others, and lorikeet.cluster.contact-points (or"
              + " LORIKEET_CONTACT_POINTS) names none; for a network of one node set"
              + " lorikeet.cluster.forming (or LORIKEET_FORMING) to alone");
    }
    var required = cluster.getInt("required-contact-points");
    var tls = cluster.getConfig("tls");
    return new ClusterSettings(
        roles(root),
        forming,
        contactPoints,
        required > 0 ? required : majority(forming, contactPoints.size()),
        cluster.getBoolean("crash-watch"),
        new Tls(
            tls.getBoolean("enabled"),
            tls.getString("ca-file"),
            tls.getString("certificate-file"),
            tls.getString("key-file")));
  }

  private static int majority(Forming forming, int contactPoints) {
    return forming == Forming.KUBERNETES ? REQUIRED_PODS : contactPoints / 2 + 1;
  }

  private static Set<Role> roles(Config root) {
    var value = root.getValue("lorikeet.roles");
    var names =
        value.valueType() == ConfigValueType.LIST
            ? root.getStringList("lorikeet.roles")
            : words(root.getString("lorikeet.roles"));
    var roles =
        names.stream()
            .map(Role::parse)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("lorikeet.roles: none (expected: at least one)");
    }
    return roles;
  }

  private static List<String> words(String text) {
    var words = new ArrayList<String>();
    for (var word : text.split(",")) {
      if (!word.isBlank()) {
        words.add(word.strip());
      }
    }
    return words;
  }
}
