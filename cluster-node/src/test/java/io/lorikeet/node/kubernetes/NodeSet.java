package io.lorikeet.node.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Nodes of one kind, as a Deployment describes them. */
record NodeSet(Manifests manifests, ObjectNode deployment) {

  String name() {
    return Manifests.name(deployment);
  }

  JsonNode pod() {
    return deployment.at("/spec/template/spec");
  }

  JsonNode container() {
    return pod().at("/containers/0");
  }

  Map<String, String> labels() {
    var labels = new HashMap<String, String>();
    deployment
        .at("/spec/template/metadata/labels")
        .fields()
        .forEachRemaining(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }

  /** Number of the container's port with the name. */
  int port(String name) {
    for (var port : container().path("ports")) {
      if (port.path("name").asText().equals(name)) {
        return port.path("containerPort").asInt();
      }
    }
    throw new IllegalStateException(name() + " has no port " + name);
  }

  /**
   * What a process in a pod of it finds in its environment: what the container says, and what
   * Kubernetes adds.
   */
  Map<String, String> environment(String podIp) {
    var environment = new TreeMap<String, String>();
    if (pod().path("enableServiceLinks").asBoolean(true)) {
      serviceLinks(environment);
    }
    for (var source : container().path("envFrom")) {
      environment.putAll(data("ConfigMap", source.at("/configMapRef/name").asText()));
    }
    for (var variable : container().path("env")) {
      environment.put(variable.path("name").asText(), value(variable, podIp));
    }
    return environment;
  }

  private void serviceLinks(Map<String, String> environment) {
    for (var service : manifests.all("Service")) {
      if (!service.at("/spec/clusterIP").asText().equals("None")) {
        var prefix = Manifests.name(service).toUpperCase(Locale.ROOT).replace('-', '_');
        var port = service.at("/spec/ports/0/port").asText();
        environment.put(prefix + "_SERVICE_PORT", port);
        environment.put(prefix + "_PORT", "tcp://10.96.0.10:" + port);
      }
    }
  }

  private String value(JsonNode variable, String podIp) {
    var from = variable.path("valueFrom");
    if (from.has("secretKeyRef")) {
      var reference = from.path("secretKeyRef");
      return data("Secret", reference.path("name").asText()).get(reference.path("key").asText());
    }
    if (from.has("fieldRef")) {
      if (!from.at("/fieldRef/fieldPath").asText().equals("status.podIP")) {
        throw new IllegalStateException("not known here: " + from);
      }
      return podIp;
    }
    return variable.path("value").asText();
  }

  private Map<String, String> data(String kind, String name) {
    var object =
        manifests
            .find(kind, name)
            .orElseThrow(() -> new IllegalStateException("there is no " + kind + " " + name));
    var data = new LinkedHashMap<String, String>();
    object
        .path("data")
        .fields()
        .forEachRemaining(
            entry -> {
              var value = entry.getValue().asText();
              data.put(entry.getKey(), kind.equals("Secret") ? decode(value) : value);
            });
    return data;
  }

  private static String decode(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  /** Files that ConfigMaps bring into the container, by their paths. */
  Map<String, String> configFiles() {
    var files = new HashMap<String, String>();
    for (var volume : pod().path("volumes")) {
      if (volume.has("configMap")) {
        var path = mountPath(volume.path("name").asText());
        data("ConfigMap", volume.at("/configMap/name").asText())
            .forEach((file, content) -> files.put(path + "/" + file, content));
      }
    }
    return files;
  }

  private String mountPath(String volume) {
    for (var mount : container().path("volumeMounts")) {
      if (mount.path("name").asText().equals(volume)) {
        return mount.path("mountPath").asText();
      }
    }
    throw new IllegalStateException(name() + " does not mount " + volume);
  }
}
