package io.lorikeet.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/** The management API of a network, as far as simulations use it, with one application. */
public final class FakeApi implements AutoCloseable {

  public static final String ADMIN_KEY = "admin";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 3;

  private final HttpServer server;
  private final Map<String, ObjectNode> devices = new TreeMap<>();
  private final Set<String> gateways = new HashSet<>();
  private final Set<String> keys = new HashSet<>();
  private final List<String> requests = new ArrayList<>();
  private boolean applicationExists;

  public FakeApi() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/api/v1/", this::handle);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** Method and path, in the order they came. */
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  public synchronized List<ObjectNode> devices() {
    return List.copyOf(devices.values());
  }

  /** Says of each device that it was heard with this counter. */
  public synchronized void heard(long fCntUp) {
    devices.values().forEach(device -> device.putObject("session").put("f_cnt_up", fCntUp));
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath().replaceFirst("/api/v1/", "");
    var request = exchange.getRequestMethod() + " " + path;
    requests.add(request);
    var key = exchange.getRequestHeaders().getFirst("Authorization").replaceFirst("Bearer ", "");
    var body = JSON.readTree(exchange.getRequestBody());
    if (!key.equals(ADMIN_KEY) && !(keys.contains(key) && path.contains("/devices"))) {
      answer(exchange, 401, Map.of("title", "who are you?"));
      return;
    }
    if (request.equals("POST applications")) {
      answer(exchange, applicationExists ? 409 : 201, body);
      applicationExists = true;
    } else if (request.equals("POST gateways")) {
      answer(exchange, gateways.add(body.get("gateway_eui").asText()) ? 201 : 409, body);
    } else if (request.endsWith("/api-keys")) {
      keys.add("key-" + keys.size());
      answer(exchange, 201, Map.of("id", "1", "key", "key-" + (keys.size() - 1)));
    } else if (request.startsWith("POST") && path.endsWith("/devices")) {
      var devId = body.get("dev_id").asText();
      answer(exchange, devices.containsKey(devId) ? 409 : 201, body);
      devices.putIfAbsent(devId, (ObjectNode) body);
    } else if (request.startsWith("GET") && path.endsWith("/devices")) {
      list(exchange);
    } else if (request.startsWith("DELETE")) {
      devices.remove(path.substring(path.lastIndexOf('/') + 1));
      answer(exchange, 204, Map.of());
    } else {
      answer(exchange, 404, Map.of("title", request));
    }
  }

  private void list(HttpExchange exchange) throws IOException {
    var query = exchange.getRequestURI().getQuery();
    int from = query.contains("cursor=") ? Integer.parseInt(query.replaceAll(".*cursor=", "")) : 0;
    var page = JSON.createObjectNode();
    var items = page.putArray("devices");
    devices.values().stream().skip(from).limit(PAGE).forEach(items::add);
    if (from + PAGE < devices.size()) {
      page.put("next_cursor", Integer.toString(from + PAGE));
    }
    answer(exchange, 200, page);
  }

  private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
    var bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, status == 204 ? -1 : bytes.length);
    if (status != 204) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  /** A field of every device. */
  public synchronized List<String> field(String name) {
    return devices.values().stream().map(d -> d.path(name)).map(JsonNode::asText).toList();
  }
}
