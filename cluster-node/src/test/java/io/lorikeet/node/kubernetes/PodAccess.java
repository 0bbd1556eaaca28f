package io.lorikeet.node.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** Who may do what in the namespace, as the manifests' Roles and RoleBindings say. */
record PodAccess(Manifests manifests) {

  boolean allows(String serviceAccount, String verb, String resource) {
    return manifests.all("RoleBinding").stream()
        .filter(binding -> any(binding.path("subjects"), subject -> is(subject, serviceAccount)))
        .map(binding -> binding.at("/roleRef/name").asText())
        .flatMap(role -> manifests.find("Role", role).stream())
        .anyMatch(role -> any(role.path("rules"), rule -> covers(rule, verb, resource)));
  }

  private boolean is(JsonNode subject, String serviceAccount) {
    return subject.path("kind").asText().equals("ServiceAccount")
        && subject.path("name").asText().equals(serviceAccount)
        && subject.path("namespace").asText().equals(manifests.namespace())
        && manifests.find("ServiceAccount", serviceAccount).isPresent();
  }

  private static boolean covers(JsonNode rule, String verb, String resource) {
    return contains(rule.path("apiGroups"), "")
        && contains(rule.path("verbs"), verb)
        && contains(rule.path("resources"), resource);
  }

  private static boolean contains(JsonNode list, String wanted) {
    return any(list, element -> element.asText().equals(wanted));
  }

  private static boolean any(JsonNode list, Predicate<JsonNode> wanted) {
    return StreamSupport.stream(list.spliterator(), false).anyMatch(wanted);
  }
}
