package io.lorikeet.httpapi.application;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorikeet.actors.handler.Secret;
import io.lorikeet.actors.handler.Subscription.Webhook;
import io.lorikeet.httpapi.web.Ids;
import io.lorikeet.httpapi.web.Json;
import io.lorikeet.httpapi.web.ProblemException;
import io.lorikeet.httpapi.web.Validation;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Webhooks in JSON. */
final class WebhookJson {

  private static final int MAX_URL = 2048;
  private static final int MAX_HEADERS = 20;
  private static final int MAX_HEADER = 1024;
  private static final int MAX_SECRET = 256;

  /** The kinds of message, as {@code X-Lorikeet-Event} names them. */
  private static final List<String> EVENTS =
      List.of(
          "up",
          "join",
          "join/errors",
          "down/scheduled",
          "down/sent",
          "down/acks",
          "down/errors",
          "create",
          "update",
          "delete");

  private static final String FORMAT = "json";

  /** A token, RFC 9110. */
  private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");

  /** Ours to set: what frames the message, and what the receiver trusts. */
  private static final Set<String> OWN_HEADERS =
      Set.of(
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "host",
          "transfer-encoding",
          "upgrade");

  private static final String OWN_PREFIX = "x-lorikeet-";

  /** Shown in place of a header's value. */
  private static final String HIDDEN = "***";

  private WebhookJson() {}

  /**
   * @param id of the path, or a new one; the body may name it, too
   * @throws ProblemException when a field is not valid
   */
  static Webhook read(ObjectNode body, String id, boolean idIsFixed) {
    var fields = new Validation(body);
    fields.require("url");
    var ownId = fields.parsed("id", Ids.EXPECTED, Ids::parse);
    if (idIsFixed && ownId.isPresent() && !ownId.get().equals(id)) {
      fields.error("id", Validation.shown(ownId.get()) + ": expected the id of the path");
    }
    var url = fields.parsed("url", "an absolute http or https URL", WebhookJson::url);
    var headers =
        fields.texts(
            "headers",
            MAX_HEADERS,
            WebhookJson::isFreeHeader,
            "a header name that the network does not set itself",
            MAX_HEADER);
    headers.forEach(
        (name, value) -> {
          if (!value.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            fields.error("headers." + name, "expected printable ASCII");
          }
          if (value.equals(HIDDEN)) {
            fields.error("headers." + name, "is what is shown for it: expected the value itself");
          }
        });
    var events =
        fields.list(
            "events",
            EVENTS.size(),
            "one of " + String.join(", ", EVENTS),
            text -> EVENTS.contains(text) ? Optional.of(text) : Optional.empty());
    var format =
        fields.parsed(
            "format", FORMAT, text -> text.equals(FORMAT) ? Optional.of(text) : Optional.empty());
    var secret =
        fields.secret(
            "secret",
            "a text of 1 to " + MAX_SECRET + " characters",
            text ->
                text.isEmpty() || text.length() > MAX_SECRET
                    ? Optional.empty()
                    : Optional.of(text));
    fields.complete();
    return new Webhook(
        ownId.orElse(id),
        url.orElseThrow(),
        headers.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, its -> new Secret(its.getValue()))),
        Set.copyOf(events),
        format.orElse(FORMAT),
        secret.map(Secret::new));
  }

  private static Optional<String> url(String text) {
    if (text.length() > MAX_URL) {
      return Optional.empty();
    }
    var uri = URI.create(text);
    var web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    return web && uri.getHost() != null && uri.getRawFragment() == null
        ? Optional.of(text)
        : Optional.empty();
  }

  private static boolean isFreeHeader(String name) {
    var lowerCase = name.toLowerCase(Locale.ROOT);
    return HEADER_NAME.matcher(name).matches()
        && !OWN_HEADERS.contains(lowerCase)
        && !lowerCase.startsWith(OWN_PREFIX);
  }

  /**
   * Without the secret: {@code signed} tells whether there is one; and of the headers the names
   * alone, as a value may be a token.
   */
  static ObjectNode write(Webhook webhook) {
    var json = Json.object().put("id", webhook.id()).put("url", webhook.url());
    var headers = json.putObject("headers");
    new TreeSet<>(webhook.headers().keySet()).forEach(name -> headers.put(name, HIDDEN));
    var events = json.putArray("events");
    EVENTS.stream().filter(webhook.events()::contains).forEach(events::add);
    return json.put("format", webhook.format()).put("signed", webhook.secret().isPresent());
  }
}
