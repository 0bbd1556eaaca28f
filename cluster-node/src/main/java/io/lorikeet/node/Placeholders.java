package io.lorikeet.node;

import com.typesafe.config.Config;
import java.util.Map;
import java.util.TreeMap;

/**
 * What stands in k8s/examples in the place of secrets. Anybody can read it there, so a node takes
 * none of it for a secret.
 */
final class Placeholders {

  private static final String PLACEHOLDER = "to-be-replaced";

  /** Variables by the paths that they set. */
  private static final Map<String, String> SECRETS =
      Map.of(
          "lorikeet.persistence.key-encryption-key", "LORIKEET_KEY_ENCRYPTION_KEY",
          "lorikeet.node.admin-key", "LORIKEET_ADMIN_KEY",
          "lorikeet.persistence.external.username", "LORIKEET_CASSANDRA_USERNAME",
          "lorikeet.persistence.external.password", "LORIKEET_CASSANDRA_PASSWORD",
          "lorikeet.integrations.mqtt.user-name", "LORIKEET_MQTT_BROKER_USER",
          "lorikeet.integrations.mqtt.password", "LORIKEET_MQTT_BROKER_PASSWORD");

  private Placeholders() {}

  /**
   * @throws IllegalArgumentException when a secret is a placeholder; says which and what to do
   */
  static void refuse(Config root) {
    var left = new TreeMap<String, String>();
    SECRETS.forEach(
        (path, variable) -> {
          if (root.getString(path).strip().equals(PLACEHOLDER)) {
            left.put(variable, path);
          }
        });
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          String.join(", ", left.keySet())
              + " (or "
              + String.join(", ", left.values())
              + "): still the placeholder "
              + PLACEHOLDER
              + " and no secret; k8s/new-secrets makes an installation with real ones, to be"
              + " applied instead of the example; elsewhere take what `openssl rand -hex 32` prints");
    }
  }
}
