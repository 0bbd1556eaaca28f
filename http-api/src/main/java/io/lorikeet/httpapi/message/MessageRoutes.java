package io.lorikeet.httpapi.message;

import static akka.http.javadsl.model.HttpMethods.GET;

import akka.http.javadsl.model.HttpResponse;
import io.lorikeet.actors.handler.ApplicationUplink;
import io.lorikeet.actors.handler.LogStore;
import io.lorikeet.actors.handler.Right;
import io.lorikeet.httpapi.web.Call;
import io.lorikeet.httpapi.web.Endpoint;
import io.lorikeet.httpapi.web.Page;
import io.lorikeet.httpapi.web.Problem;
import io.lorikeet.httpapi.web.ProblemException;
import io.lorikeet.httpapi.web.Validation;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** {@code /applications/{app_id}/messages}: the uplinks that the log still holds. */
public final class MessageRoutes {

  private final LogStore store;
  private final LogSearch search;
  private final int partitions;

  /**
   * @param partitions of each application's log
   */
  public MessageRoutes(LogStore store, int partitions) {
    this.store = store;
    this.search = new LogSearch(store);
    this.partitions = partitions;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.application(
            GET, "/applications/{app_id}/messages", Right.MESSAGES_UP_READ, this::list));
  }

  private CompletionStage<HttpResponse> list(Call call) {
    var limit = Page.limit(call);
    var after = call.query("after").or(() -> call.query("cursor")).orElse("");
    return Positions.parse(after, partitions)
        .map(positions -> page(call, positions, limit, uplink -> true))
        .orElseGet(() -> after.isEmpty() ? fromStart(call, limit) : since(call, limit, after));
  }

  private CompletionStage<HttpResponse> fromStart(Call call, int limit) {
    return page(call, Positions.start(partitions), limit, uplink -> true);
  }

  private CompletionStage<HttpResponse> since(Call call, int limit, String after) {
    var time =
        time(after)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.invalid(
                            "after",
                            Validation.shown(after)
                                + ": expected a time in RFC 3339, or the next_cursor of a page")));
    return search
        .positionsAfter(call.parameter("app_id"), partitions, time)
        .thenCompose(
            positions -> page(call, positions, limit, uplink -> uplink.at().isAfter(time)));
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private CompletionStage<HttpResponse> page(
      Call call, Positions from, int limit, Predicate<ApplicationUplink> late) {
    var device = call.query("device");
    var wanted =
        late.and(uplink -> device.isEmpty() || device.get().equals(uplink.device().deviceId()));
    return new LogScan(store, call.parameter("app_id"), from, limit, wanted)
        .run()
        .thenApply(
            result ->
                Page.document(
                    "messages",
                    result.uplinks().stream().map(MessageJson::write).toList(),
                    result.next().map(Positions::toString)));
  }
}
