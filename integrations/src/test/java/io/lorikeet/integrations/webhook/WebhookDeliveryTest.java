package io.lorikeet.integrations.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.handler.Delivery;
import io.lorikeet.actors.handler.Delivery.Result;
import io.lorikeet.actors.handler.EndDeviceCommand.Reason;
import io.lorikeet.actors.handler.EndDeviceCommand.Rejected;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.handler.LogStore;
import io.lorikeet.actors.handler.Secret;
import io.lorikeet.actors.handler.Subscription;
import io.lorikeet.integrations.DownlinkInbox;
import io.lorikeet.integrations.FakeNetwork;
import io.lorikeet.integrations.Messages;
import io.lorikeet.integrations.format.TtnJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookDeliveryTest {

  private static ActorTestKit testKit;
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Instant NOW = Instant.ofEpochSecond(1_772_366_400);

  private final FakeNetwork network = new FakeNetwork(testKit.system());
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeAll
  static void start() {
    testKit = ActorTestKit.create();
  }

  @AfterAll
  static void stop() {
    testKit.shutdownTestKit();
  }

  @AfterEach
  void close() throws Exception {
    for (var one : open) {
      one.close();
    }
  }

  @Test
  void postsTheSameJsonAsMqtt() throws IOException {
    var target = target();

    assertThat(deliver(webhook(target.url("/hook?a=b")), Messages.uplink(7)))
        .isEqualTo(Result.DELIVERED);

    var request = target.requests().get(0);
    assertThat(request.path()).isEqualTo("/hook?a=b");
    assertThat(request.body())
        .isEqualTo(new String(TtnJson.encode(Messages.uplink(7)), StandardCharsets.UTF_8));
    assertThat(request.header("Content-type")).isEqualTo("application/json");
    assertThat(request.header("User-agent")).isEqualTo("Lorikeet");
    assertThat(request.header("X-lorikeet-event")).isEqualTo("up");
    assertThat(request.header("X-lorikeet-id")).isEqualTo("u-soil-7");
    assertThat(request.header("X-lorikeet-application")).isEqualTo("farm");
    assertThat(request.header("X-lorikeet-device")).isEqualTo("soil");
    assertThat(request.headers()).doesNotContainKey("X-lorikeet-signature");
  }

  @Test
  void signsWithTheSecret() throws Exception {
    var target = target();

    deliver(webhook(target.url("/"), Map.of(), Set.of(), Optional.of("quiet")), Messages.uplink(7));

    var request = target.requests().get(0);
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("quiet".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    var expected = mac.doFinal(("1772366400." + request.body()).getBytes(StandardCharsets.UTF_8));
    assertThat(request.header("X-lorikeet-signature"))
        .isEqualTo("t=1772366400,v1=" + HexFormat.of().formatHex(expected));
  }

  @Test
  void sendsTheHeadersOfTheWebhook() throws IOException {
    var target = target();
    var headers =
        Map.of(
            "Authorization", "Bearer of good news",
            "Host", "elsewhere",
            "Content-Length", "0",
            "X-Lorikeet-Event", "forged",
            "X-Split", "a\r\nX-Injected: b");

    deliver(webhook(target.url("/"), headers, Set.of(), Optional.empty()), Messages.uplink(7));

    var request = target.requests().get(0);
    assertThat(request.header("Authorization")).isEqualTo("Bearer of good news");
    assertThat(request.header("Host")).startsWith("127.0.0.1");
    assertThat(request.header("X-lorikeet-event")).isEqualTo("up");
    assertThat(request.headers()).doesNotContainKeys("X-split", "X-injected");
  }

  @Test
  void callsOnlyForTheEventsThatAreWanted() throws IOException {
    var target = target();
    var delivery =
        open(webhook(target.url("/"), Map.of(), Set.of("join", "down/sent"), Optional.empty()));

    assertThat(deliver(delivery, Messages.uplink(7))).isEqualTo(Result.DELIVERED);
    assertThat(deliver(delivery, Messages.activated())).isEqualTo(Result.DELIVERED);
    assertThat(deliver(delivery, Messages.sent())).isEqualTo(Result.DELIVERED);

    assertThat(target.requests())
        .extracting(request -> request.header("X-lorikeet-event"))
        .containsExactly("join", "down/sent");
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 307, 400, 401, 404, 429, 500, 503})
  void failsWhenTheTargetDoesNotTakeIt(int status) throws IOException {
    var target = target().answering(status, "");
    var delivery = open(webhook(target.url("/")));

    assertThatThrownBy(() -> deliver(delivery, Messages.uplink(7)))
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining(Integer.toString(status));

    target.answering(204, "");
    assertThat(deliver(delivery, Messages.uplink(7))).isEqualTo(Result.DELIVERED);
    assertThat(target.requests()).hasSize(2).allMatch(request -> request.path().equals("/"));
  }

  @Test
  void pausesWhenTheTargetIsGone() throws IOException {
    var target = target().answering(410, "");

    assertThat(deliver(webhook(target.url("/")), Messages.uplink(7))).isEqualTo(Result.PAUSED);
  }

  @Test
  void keepsTheOrder() throws IOException {
    var target = target();
    var delivery = open(webhook(target.url("/")));

    for (var fCnt = 1; fCnt <= 50; fCnt++) {
      deliver(delivery, Messages.uplink(fCnt));
    }

    assertThat(target.requests())
        .extracting(request -> request.header("X-lorikeet-id"))
        .isEqualTo(IntStream.rangeClosed(1, 50).mapToObj(fCnt -> "u-soil-" + fCnt).toList());
  }

  @Test
  void triesAgainAfterATargetWasDead() throws IOException {
    var port = freePort();
    var delivery = open(webhook("http://127.0.0.1:" + port + "/"));
    for (var attempt = 0; attempt < 5; attempt++) {
      assertThatThrownBy(() -> deliver(delivery, Messages.uplink(7)))
          .isInstanceOf(CompletionException.class)
          .hasMessageNotContaining("Timeout");
    }

    var target = new Target(port);
    open.add(target);

    assertThat(deliver(delivery, Messages.uplink(7))).isEqualTo(Result.DELIVERED);
  }

  @Test
  void triesAgainAfterATargetWasSilent() throws IOException {
    var target = target().silent(true);
    var delivery = open(webhook(target.url("/")), settings(true, Duration.ofMillis(300)));
    assertThatThrownBy(() -> deliver(delivery, Messages.uplink(7)))
        .hasCauseInstanceOf(TimeoutException.class);

    target.silent(false);

    await().untilAsserted(() -> deliver(delivery, Messages.uplink(7)));
  }

  @Test
  void aSilentNeighbourHoldsUpNobody() throws IOException {
    var silent = target().silent(true);
    var target = target();
    var waiting =
        IntStream.range(0, 20)
            .mapToObj(i -> open(webhook(silent.url("/" + i))).deliver(Messages.entry(1)))
            .toList();

    assertThat(deliver(webhook(target.url("/")), Messages.uplink(7))).isEqualTo(Result.DELIVERED);

    assertThat(waiting).noneMatch(stage -> stage.toCompletableFuture().isDone());
  }

  @Test
  void queuesTheDownlinksOfTheAnswer() throws IOException {
    var target =
        target()
            .answering(
                200,
                """
                {"downlinks": [
                  {"port": 2, "payload_raw": "AQ=="},
                  {"port": 999, "payload_raw": "Ag=="},
                  {"dev_id": "valve", "port": 3, "payload_raw": "Aw==", "confirmed": true}]}
                """);

    deliver(webhook(target.url("/")), Messages.uplink(7));

    assertThat(network.delivered())
        .extracting(FakeNetwork.Delivered::device)
        .containsExactly(Messages.SOIL, new EndDeviceId("farm", "valve"));
    assertThat(network.delivered())
        .extracting(downlink -> downlink.command().message().port())
        .containsExactly(2, 3);
  }

  @Test
  void aRepeatedMessageQueuesTheSameDownlinkAgain() throws IOException {
    var target = target().answering(200, "{\"payload_raw\": \"AQ==\"}");
    var delivery = open(webhook(target.url("/")));

    deliver(delivery, Messages.uplink(7));
    deliver(delivery, Messages.uplink(7));
    deliver(delivery, Messages.uplink(8));

    var ids =
        network.delivered().stream().map(one -> one.command().message().downlinkId()).toList();
    assertThat(ids.get(1)).isEqualTo(ids.get(0));
    assertThat(ids.get(2)).isNotEqualTo(ids.get(0));
  }

  @Test
  void isDeliveredAlthoughTheDeviceRefusesTheDownlink() throws IOException {
    network.answerWith(new Rejected(Reason.QUEUE_FULL, ""));
    var target = target().answering(200, "{\"payload_raw\": \"AQ==\"}");

    assertThat(deliver(webhook(target.url("/")), Messages.uplink(7))).isEqualTo(Result.DELIVERED);
  }

  @Test
  void failsWhenTheDeviceDoesNotAnswer() throws IOException {
    network.beSilent(Integer.MAX_VALUE);
    var target = target().answering(200, "{\"payload_raw\": \"AQ==\"}");

    assertThatThrownBy(() -> deliver(webhook(target.url("/")), Messages.uplink(7)))
        .isInstanceOf(CompletionException.class);
  }

  @Test
  void isDeliveredAlthoughTheAnswerIsTooLong() throws IOException {
    var target = target().answering(200, "{\"payload_raw\": \"AQ==\"}" + " ".repeat(70_000));

    assertThat(deliver(webhook(target.url("/")), Messages.uplink(7))).isEqualTo(Result.DELIVERED);
    assertThat(network.delivered()).isEmpty();
  }

  @Test
  void bringsEveryKindOfEvent() throws IOException {
    var target = target();
    var delivery = open(webhook(target.url("/")));

    deliver(delivery, Messages.changed(ApplicationMessage.Change.DELETE));

    assertThat(target.requests().get(0).body()).isEqualTo("null");
    assertThat(new ObjectMapper().readTree(target.requests().get(0).body()).isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:%d/", "http://localhost:%d/", "http://[::1]:%d/"})
  void doesNotCallThisMachineUnlessAllowed(String url) throws IOException {
    var target = target();
    var delivery = open(webhook(url.formatted(target.port())), settings(false));

    assertThatThrownBy(() -> deliver(delivery, Messages.uplink(7)))
        .hasStackTraceContaining("not allowed");
    assertThat(target.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "ftp://127.0.0.1/", "http://", "http:///x"})
  void failsForWhatIsNoAddress(String url) {
    var delivery = open(webhook(url));

    assertThatThrownBy(() -> deliver(delivery, Messages.uplink(7)))
        .isInstanceOf(CompletionException.class);
  }

  private static Result deliver(Delivery delivery, ApplicationMessage message) {
    return delivery.deliver(new LogStore.Entry(1, message)).toCompletableFuture().join();
  }

  private Result deliver(Subscription.Webhook webhook, ApplicationMessage message) {
    return deliver(open(webhook), message);
  }

  private Delivery open(Subscription.Webhook webhook) {
    return open(webhook, settings(true));
  }

  private Delivery open(Subscription.Webhook webhook, WebhookSettings settings) {
    var inbox =
        new DownlinkInbox(
            testKit.system(),
            CompletableFuture.completedStage(network),
            Clock.systemUTC(),
            Duration.ZERO);
    var webhooks =
        new Webhooks(testKit.system(), settings, inbox, Clock.fixed(NOW, ZoneOffset.UTC));
    var delivery = webhooks.open(webhook);
    open.add(delivery::close);
    return delivery;
  }

  private Target target() throws IOException {
    var target = new Target();
    open.add(target);
    return target;
  }

  private static WebhookSettings settings(boolean allowPrivate) {
    return settings(allowPrivate, LONG);
  }

  private static WebhookSettings settings(boolean allowPrivate, Duration timeout) {
    return new WebhookSettings(timeout, 65_536, 16, allowPrivate, Duration.ZERO);
  }

  private static Subscription.Webhook webhook(String url) {
    return webhook(url, Map.of(), Set.of(), Optional.empty());
  }

  private static Subscription.Webhook webhook(
      String url, Map<String, String> headers, Set<String> events, Optional<String> secret) {
    return new Subscription.Webhook(
        "hook",
        url,
        headers.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, its -> new Secret(its.getValue()))),
        events,
        "json",
        secret.map(Secret::new));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
