package io.lorikeet.httpapi.message;

import static akka.http.javadsl.model.HttpMethods.GET;

import akka.NotUsed;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.lorikeet.actors.handler.LogSettings;
import io.lorikeet.actors.handler.LogStore;
import io.lorikeet.actors.handler.Right;
import io.lorikeet.httpapi.web.Call;
import io.lorikeet.httpapi.web.Endpoint;
import io.lorikeet.httpapi.web.Problem;
import io.lorikeet.httpapi.web.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code /applications/{app_id}/events}: what happens, as it happens, as server-sent events. The id
 * of each is where the log goes on: a browser that connects again presents it and misses nothing.
 */
public final class EventRoutes {

  /** Of one node: each reads the store twice a second. */
  private static final int MAX_FOLLOWERS = 100;

  /** Less than a minute, after which the server and most proxies end a silent connection. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** For as long as a key that was revoked goes on reading. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private static final ByteString SILENCE = ByteString.fromString(":\n\n");
  private static final ContentType EVENTS = MediaTypes.TEXT_EVENT_STREAM.toContentType();

  private final LogStore store;
  private final LogSettings log;
  private final AtomicInteger followers = new AtomicInteger();

  public EventRoutes(LogStore store, LogSettings log) {
    this.store = store;
    this.log = log;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.application(
            GET, "/applications/{app_id}/events", Right.MESSAGES_UP_READ, this::follow));
  }

  private CompletionStage<HttpResponse> follow(Call call) {
    return start(call)
        .thenApply(
            from -> {
              if (followers.get() >= MAX_FOLLOWERS) {
                throw new ProblemException(
                    Problem.unavailable("too many follow the events of this node's applications"));
              }
              return HttpResponse.create()
                  .addHeader(RawHeader.create("Cache-Control", "no-cache"))
                  .withEntity(HttpEntities.createChunked(EVENTS, counted(call, from)));
            });
  }

  private CompletionStage<Positions> start(Call call) {
    return call.header("Last-Event-ID")
        .flatMap(id -> Positions.parse(id, log.partitions()))
        .<CompletionStage<Positions>>map(CompletableFuture::completedFuture)
        .orElseGet(() -> LiveLog.end(store, call.parameter("app_id"), log.partitions()));
  }

  /**
   * Counted while it runs: an answer that came too late for its caller is never run. So a few more
   * than the limit may follow, when they come at once.
   */
  private Source<ByteString, NotUsed> counted(Call call, Positions from) {
    return Source.lazySource(
            () -> {
              followers.incrementAndGet();
              return events(call, from)
                  .watchTermination(
                      (used, ended) -> {
                        ended.whenComplete((done, failure) -> followers.decrementAndGet());
                        return used;
                      });
            })
        .mapMaterializedValue(started -> NotUsed.getInstance());
  }

  private Source<ByteString, NotUsed> events(Call call, Positions from) {
    return new LiveLog(store, call.parameter("app_id"))
        .from(from)
        .map(EventRoutes::event)
        .merge(untilRevoked(call), true)
        .keepAlive(HEARTBEAT, () -> SILENCE)
        .prepend(Source.single(SILENCE));
  }

  /** Nothing, and its end when the caller may no longer follow, or there is nothing to follow. */
  private static Source<ByteString, NotUsed> untilRevoked(Call call) {
    return Source.tick(LOOK_EVERY, LOOK_EVERY, SILENCE)
        .mapAsync(1, tick -> call.mayGoOn())
        .takeWhile(may -> may)
        .filterNot(may -> may)
        .map(none -> SILENCE)
        .mapMaterializedValue(timer -> NotUsed.getInstance());
  }

  private static ByteString event(LiveLog.Item item) {
    var message = item.entry().message();
    return ByteString.fromString(
        "id: %s\nevent: %s\ndata: %s\n\n"
            .formatted(item.next(), EventJson.name(message), EventJson.write(message)));
  }
}
