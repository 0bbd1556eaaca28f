package io.lorikeet.node.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorikeet.simulator.DurationConverter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorikeet messages}. */
@Command(
    name = "messages",
    description = "Lists the stored uplinks, oldest first, or follows them.")
public final class MessagesCommand implements Callable<Integer> {

  private static final int MAX_PAGE = 1000;

  @Mixin ApplicationArgument application;

  @Option(names = "--device", paramLabel = "DEVICE", description = "Only of this device.")
  Optional<String> device;

  @Option(
      names = "--after",
      paramLabel = "TIME",
      description = "Only those received after, such as 2030-01-31T12:00:00Z.")
  Optional<String> after;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most so many, without --follow (default: ${DEFAULT-VALUE}).")
  int limit;

  @Option(
      names = {"-f", "--follow"},
      description = "Prints new ones, one a line, until Ctrl-C.")
  boolean follow;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "1s",
      converter = DurationConverter.class,
      description = "How often --follow looks (default: ${DEFAULT-VALUE}).")
  Duration interval;

  @Mixin ApiOptions api;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    if (follow) {
      follow();
    } else {
      list();
    }
    return ExitCode.OK;
  }

  private ApiPath path(int pageLimit) {
    var path = application.path("messages").with("limit", Integer.toString(pageLimit));
    return device.map(id -> path.with("device", id)).orElse(path);
  }

  private void list() {
    if (limit < 1) {
      throw api.wrong("--limit " + limit + ": expected at least 1");
    }
    var client = api.client();
    var whole = ApiClient.object();
    var messages = whole.putArray("messages");
    var from = after;
    do {
      var path = path(Math.min(limit - messages.size(), MAX_PAGE));
      // The API takes a cursor of its own here too.
      var page = client.get(from.map(text -> path.with("after", text)).orElse(path));
      page.path("messages").forEach(messages::add);
      from = Optional.ofNullable(page.path("next_cursor").textValue());
    } while (from.isPresent() && messages.size() < limit);
    from.ifPresent(cursor -> whole.put("next_cursor", cursor));
    print(whole);
  }

  private void print(ObjectNode document) {
    api.output()
        .list(
            document,
            "messages",
            "No uplink is stored.",
            Column.of("TIME", "/metadata/time"),
            Column.of("DEVICE", "/dev_id"),
            Column.of("COUNTER", "/counter"),
            Column.of("PORT", "/port"),
            new Column("PAYLOAD", uplink -> Text.hex(uplink.path("payload_raw"))),
            Column.of("DATA RATE", "/metadata/data_rate"),
            new Column("GATEWAYS", uplink -> "" + uplink.at("/metadata/gateways").size()));
    if (!api.json && document.has("next_cursor")) {
      api.output().note("There are more: --after " + document.path("next_cursor").asText());
    }
  }

  private void follow() {
    var start = after.map(this::time).orElseGet(clock::instant);
    var follower = new MessageFollower(api.client(), path(MAX_PAGE), start);
    var output = api.output();
    look(follower, output);
    var reachable = true;
    while (!output.closed() && pause()) {
      try {
        look(follower, output);
        reachable = true;
      } catch (CommandFailed e) {
        if (!e.passing()) {
          throw e;
        }
        if (reachable) {
          output.note(e.getMessage() + "\n  Still trying.");
        }
        reachable = false;
      }
    }
  }

  private void look(MessageFollower follower, Output output) {
    follower.look(uplink -> output.line(api.json ? uplink.toString() : EventLine.ofUplink(uplink)));
  }

  private Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw api.wrong("--after " + text + ": expected such as 2030-01-31T12:00:00Z");
    }
  }

  /** Whether to go on. */
  private boolean pause() {
    try {
      Thread.sleep(interval.toMillis());
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
