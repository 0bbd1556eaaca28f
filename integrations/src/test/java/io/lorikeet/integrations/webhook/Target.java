package io.lorikeet.integrations.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An application's HTTP server that remembers what it got. */
final class Target implements AutoCloseable {

  record Request(String path, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return String.join(", ", headers.getOrDefault(name, List.of()));
    }
  }

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile int status = 200;
  private volatile String answer = "";
  private volatile boolean silent;

  Target() throws IOException {
    this(0);
  }

  Target(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  Target answering(int status, String answer) {
    this.status = status;
    this.answer = answer;
    return this;
  }

  /** It takes requests and says nothing. */
  Target silent(boolean silent) {
    this.silent = silent;
    return this;
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(
        new Request(
            exchange.getRequestURI().toString(), Map.copyOf(exchange.getRequestHeaders()), body));
    if (silent) {
      waitForTheEnd();
    }
    var bytes = answer.getBytes(StandardCharsets.UTF_8);
    if (status / 100 == 3) {
      exchange.getResponseHeaders().set("Location", url("/elsewhere"));
    }
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void waitForTheEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
