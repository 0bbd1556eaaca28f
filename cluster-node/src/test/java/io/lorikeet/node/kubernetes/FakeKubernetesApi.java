package io.lorikeet.node.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * The part of the Kubernetes API that nodes use, over HTTPS: lists the pods of a namespace that
 * match a selector, for service accounts that prove themselves and whose Role permits it.
 */
final class FakeKubernetesApi implements AutoCloseable {

  private static final String API = "/api/v1/namespaces/";

  private final Manifests manifests;
  private final PodAccess access;
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, String> accountsByToken = new ConcurrentHashMap<>();
  private final List<ObjectNode> pods = new CopyOnWriteArrayList<>();

  FakeKubernetesApi(Manifests manifests, SSLContext tls) throws IOException {
    this.manifests = manifests;
    this.access = new PodAccess(manifests);
    server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  /** From now on the token stands for the account. */
  void know(String token, String serviceAccount) {
    accountsByToken.put(token, serviceAccount);
  }

  /** A pod of the set that runs; it need not be ready. */
  void run(NodeSet set, String podIp) {
    var pod = Yaml.object().put("apiVersion", "v1").put("kind", "Pod");
    var metadata = pod.putObject("metadata");
    metadata.put("name", set.name() + "-" + pods.size()).put("namespace", manifests.namespace());
    set.labels().forEach(metadata.putObject("labels")::put);
    pod.set("spec", set.pod().deepCopy());
    var status = pod.putObject("status").put("phase", "Running").put("podIP", podIp);
    status.putArray("podIPs").addObject().put("ip", podIp);
    var container = status.putArray("containerStatuses").addObject();
    container.put("name", set.container().path("name").asText());
    container.put("image", set.container().path("image").asText()).put("imageID", "");
    container.put("ready", false).put("started", true).put("restartCount", 0);
    container.putObject("state").putObject("running");
    KubernetesSchema.objection(pod)
        .ifPresent(
            objection -> {
              throw new IllegalStateException("not a pod: " + objection);
            });
    pods.add(pod);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath().split("/");
      var account = account(exchange);
      if (account.isEmpty()) {
        fail(exchange, 401, "Unauthorized");
      } else if (!exchange.getRequestURI().getPath().startsWith(API)
          || path.length != 6
          || !exchange.getRequestMethod().equals("GET")) {
        fail(exchange, 404, "NotFound");
      } else if (!path[4].equals(manifests.namespace())
          || !access.allows(account.get(), "list", path[5])) {
        fail(exchange, 403, "Forbidden");
      } else {
        answer(exchange, 200, list(query(exchange).get("labelSelector")));
      }
    }
  }

  private Optional<String> account(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
        .filter(header -> header.startsWith("Bearer "))
        .map(header -> accountsByToken.get(header.substring("Bearer ".length())));
  }

  private static Map<String, String> query(HttpExchange exchange) {
    return Arrays.stream(exchange.getRequestURI().getRawQuery().split("&"))
        .map(part -> part.split("=", 2))
        .collect(
            Collectors.toMap(
                part -> part[0], part -> URLDecoder.decode(part[1], StandardCharsets.UTF_8)));
  }

  private ObjectNode list(String labelSelector) {
    var selector = LabelSelector.parse(labelSelector);
    var list = Yaml.object().put("apiVersion", "v1").put("kind", "PodList");
    list.putObject("metadata").put("resourceVersion", "1");
    ArrayNode items = list.putArray("items");
    pods.stream().filter(pod -> selector.matches(labels(pod))).forEach(items::add);
    return list;
  }

  private static Map<String, String> labels(ObjectNode pod) {
    return pod.at("/metadata/labels").properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, label -> label.getValue().asText()));
  }

  private static void fail(HttpExchange exchange, int status, String reason) throws IOException {
    var answer = Yaml.object().put("apiVersion", "v1").put("kind", "Status");
    answer.put("status", "Failure").put("reason", reason).put("code", status);
    answer(exchange, status, answer);
  }

  private static void answer(HttpExchange exchange, int status, ObjectNode content)
      throws IOException {
    var bytes = content.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
