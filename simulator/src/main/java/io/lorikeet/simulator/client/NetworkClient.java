package io.lorikeet.simulator.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.GatewayEui;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A client of the management API, with what simulations need of it. Creating what is there already
 * is no error. All methods throw {@link ApiException} when the network refuses.
 */
public final class NetworkClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int ACCEPTED = 202;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int UNAVAILABLE = 503;
  private static final int PAGE = 100;

  /** How many devices are created at a time. */
  private static final int CONCURRENCY = 32;

  /** For each of many devices. */
  private static final int MORE_TRIES = 10;

  private final NetworkSettings settings;
  private final HttpClient http;

  public NetworkClient(NetworkSettings settings) {
    this.settings = settings;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
  }

  /** The same network with another key. */
  public NetworkClient withKey(String key) {
    return new NetworkClient(new NetworkSettings(settings.url(), key));
  }

  /** Whether it was created now; false if it was there. */
  public boolean createApplication(String appId) {
    return create("/api/v1/applications", Map.of("app_id", appId));
  }

  /** Whether our key is good for the devices of this application. */
  public boolean mayReadDevices(String appId) {
    var path = application(appId) + "/devices?limit=1";
    return call("GET", path, Optional.empty()).statusCode() == OK;
  }

  /** A new key of the application; it is never shown again. */
  public String createApiKey(String appId, String name, List<String> rights) {
    var body = Map.of("name", name, "rights", rights);
    var answer = call("POST", application(appId) + "/api-keys", Optional.of(body));
    return expect(answer, CREATED).path("key").asText();
  }

  /** Whether it was created now; false if it was there. */
  public boolean createGateway(String gatewayId, GatewayEui eui) {
    return createGateway(gatewayId, eui, "EU_863_870");
  }

  /** Whether it was created now; false if it was there. */
  public boolean createGateway(String gatewayId, GatewayEui eui, String frequencyPlan) {
    var body = new LinkedHashMap<String, Object>();
    body.put("gateway_id", gatewayId);
    body.put("gateway_eui", eui.toString());
    body.put("frequency_plan", frequencyPlan);
    return create("/api/v1/gateways", body);
  }

  /** Whether it was created now; false if it was there. */
  public boolean createDevice(String appId, DeviceRegistration device) {
    return create(application(appId) + "/devices", device.toJson());
  }

  /**
   * Creates many devices, several at a time. A network that has just started and cannot answer in
   * time is asked again. Returns how many were new, less those of which the answer came too late.
   */
  public int createDevices(String appId, Collection<? extends DeviceRegistration> devices) {
    var permits = new Semaphore(CONCURRENCY);
    var running =
        devices.stream()
            .map(
                device -> {
                  permits.acquireUninterruptibly();
                  return createLater(appId, device, MORE_TRIES)
                      .whenComplete((r, e) -> permits.release());
                })
            .toList();
    return unwrapped(() -> (int) running.stream().filter(CompletableFuture::join).count());
  }

  /**
   * How often each device of the application was heard in its session, by dev_id: the highest
   * {@code f_cnt_up} the network knows, or -1 if it has none.
   */
  public Map<String, Long> frameCountersUp(String appId) {
    var counters = new HashMap<String, Long>();
    var cursor = Optional.<String>empty();
    do {
      var page =
          application(appId)
              + "/devices?limit="
              + PAGE
              + cursor.map(at -> "&cursor=" + encoded(at)).orElse("");
      var answer = get(page).orElseThrow(() -> new ApiException(page, NOT_FOUND, ""));
      for (var device : answer.path("devices")) {
        var session = device.path("session");
        counters.put(device.path("dev_id").asText(), session.path("f_cnt_up").asLong(-1));
      }
      cursor = Optional.ofNullable(answer.path("next_cursor").textValue());
    } while (cursor.isPresent());
    return counters;
  }

  /** One device as the network tells it; empty if there is none. */
  public Optional<JsonNode> device(String appId, String devId) {
    return get(devices(appId) + devId);
  }

  /** Removes a device with all that is known of it; it need not be there. */
  public void deleteDevice(String appId, String devId) {
    var answer = call("DELETE", devices(appId) + devId, Optional.empty());
    if (answer.statusCode() != NOT_FOUND && answer.statusCode() / 100 != 2) {
      throw refused(answer);
    }
  }

  /** Puts a downlink into the queue; returns its id. */
  public String queueDownlink(
      String appId, String devId, int port, Payload payload, boolean confirmed) {
    var body = Map.of("port", port, "payload_raw", payload.toBase64(), "confirmed", confirmed);
    var answer = call("POST", devices(appId) + devId + "/downlinks", Optional.of(body));
    return expect(answer, ACCEPTED).path("downlink_id").asText();
  }

  /** Any other request; the body of the answer, whatever its status. */
  public HttpResponse<String> call(String method, String path, Optional<?> body) {
    return unwrapped(() -> send(method, path, body).join());
  }

  private static String application(String appId) {
    return "/api/v1/applications/" + appId;
  }

  private static String devices(String appId) {
    return application(appId) + "/devices/";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Optional<JsonNode> get(String path) {
    var answer = call("GET", path, Optional.empty());
    return answer.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(expect(answer, OK));
  }

  private boolean create(String path, Map<String, Object> body) {
    return created(call("POST", path, Optional.of(body)));
  }

  private CompletableFuture<Boolean> createLater(
      String appId, DeviceRegistration device, int triesLeft) {
    return send("POST", application(appId) + "/devices", Optional.of(device.toJson()))
        .thenCompose(
            answer ->
                answer.statusCode() == UNAVAILABLE && triesLeft > 0
                    ? CompletableFuture.runAsync(
                            () -> {}, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS))
                        .thenCompose(waited -> createLater(appId, device, triesLeft - 1))
                    : CompletableFuture.completedFuture(created(answer)));
  }

  private static boolean created(HttpResponse<String> answer) {
    if (answer.statusCode() == CONFLICT) {
      return false;
    }
    expect(answer, CREATED);
    return true;
  }

  private CompletableFuture<HttpResponse<String>> send(
      String method, String path, Optional<?> body) {
    var content =
        body.<HttpRequest.BodyPublisher>map(
                value -> HttpRequest.BodyPublishers.ofString(json(value)))
            .orElseGet(HttpRequest.BodyPublishers::noBody);
    var request =
        HttpRequest.newBuilder(settings.resolve(path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + settings.key())
            .header("Content-Type", "application/json")
            .method(method, content)
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode expect(HttpResponse<String> answer, int status) {
    if (answer.statusCode() != status) {
      throw refused(answer);
    }
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new ApiException(answer.request().uri().toString(), status, "is no JSON");
    }
  }

  private <T> T unwrapped(Supplier<T> request) {
    try {
      return request.get();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ApiException refused) {
        throw refused;
      }
      throw new ApiException(settings.url().toString(), e.getCause());
    }
  }

  private static ApiException refused(HttpResponse<String> answer) {
    var request = answer.request().method() + " " + answer.request().uri();
    return new ApiException(request, answer.statusCode(), answer.body());
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
