package io.lorikeet.httpapi.message;

import static akka.http.javadsl.model.HttpMethods.GET;

import akka.http.javadsl.model.HttpResponse;
import io.lorikeet.actors.handler.ApplicationUplink;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.handler.LogSettings;
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
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code /applications/{app_id}/messages}: the uplinks that the log still holds. */
public final class MessageRoutes {

  private final LogStore store;
  private final LogSearch search;
  private final LogSettings log;

  /**
   * @param log which partition holds which device's messages
   */
  public MessageRoutes(LogStore store, LogSettings log) {
    this.store = store;
    this.search = new LogSearch(store);
    this.log = log;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.application(
            GET, "/applications/{app_id}/messages", Right.MESSAGES_UP_READ, this::list));
  }

  private CompletionStage<HttpResponse> list(Call call) {
    var limit = Page.limit(call);
    var after = call.query("after").or(() -> call.query("cursor")).orElse("");
    if (after.isEmpty()) {
      return page(call, Positions.start(log.partitions()), limit, uplink -> true);
    }
    return Positions.parse(after, log.partitions())
        .map(positions -> page(call, positions, limit, uplink -> true))
        .orElseGet(() -> since(call, limit, after));
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
        .positionsAfter(call.parameter("app_id"), log.partitions(), time)
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
    var applicationId = call.parameter("app_id");
    var device = call.query("device").map(name -> new EndDeviceId(applicationId, name));
    var scan =
        new LogScan(
            store,
            applicationId,
            from,
            device.map(its -> Set.of(log.partitionOf(its).partition())).orElse(allPartitions()),
            limit,
            late.and(uplink -> device.isEmpty() || device.get().equals(uplink.device())));
    return scan.run()
        .thenApply(
            result ->
                Page.document(
                    "messages",
                    result.uplinks().stream().map(MessageJson::write).toList(),
                    result.next().map(Positions::toString)));
  }

  private Set<Integer> allPartitions() {
    return IntStream.range(0, log.partitions()).boxed().collect(Collectors.toSet());
  }
}
