package io.lorikeet.integrations.webhook;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.RawHeader;
import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.handler.Subscription;
import io.lorikeet.integrations.format.MessageKind;
import io.lorikeet.integrations.format.TtnJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The request that brings one message to a webhook. */
final class WebhookRequest {

  /** Those that belong to the connection, and ours, are not the application's to set. */
  private static final Set<String> RESERVED =
      Set.of(
          "host",
          "connection",
          "content-length",
          "content-type",
          "transfer-encoding",
          "upgrade",
          "te",
          "trailer",
          "expect",
          "user-agent");

  private static final String OURS = "x-lorikeet-";
  private static final Pattern NAME = Pattern.compile("[0-9A-Za-z!#$%&'*+.^_`|~-]{1,64}");

  /** Printable, so that a value cannot end its line and begin another header. */
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{0,4096}");

  private WebhookRequest() {}

  static HttpRequest of(
      Subscription.Webhook webhook, MessageKind kind, ApplicationMessage message, Instant now) {
    var body = TtnJson.encode(message);
    var headers = new ArrayList<HttpHeader>();
    webhook
        .headers()
        .forEach(
            (name, value) -> {
              if (allowed(name, value.text())) {
                headers.add(RawHeader.create(name, value.text()));
              }
            });
    headers.add(RawHeader.create("X-Lorikeet-Event", kind.event()));
    headers.add(RawHeader.create("X-Lorikeet-Id", message.id()));
    headers.add(RawHeader.create("X-Lorikeet-Application", message.device().applicationId()));
    headers.add(RawHeader.create("X-Lorikeet-Device", message.device().deviceId()));
    webhook
        .secret()
        .map(
            secret ->
                RawHeader.create("X-Lorikeet-Signature", Signature.of(secret.text(), now, body)))
        .ifPresent(headers::add);
    return HttpRequest.POST(webhook.url())
        .withEntity(ContentTypes.APPLICATION_JSON, body)
        .addHeaders(headers);
  }

  private static boolean allowed(String name, String value) {
    var lower = name.toLowerCase(Locale.ROOT);
    return NAME.matcher(name).matches()
        && VALUE.matcher(value).matches()
        && !RESERVED.contains(lower)
        && !lower.startsWith(OURS);
  }
}
