package io.lorikeet.httpapi.web;

import akka.http.javadsl.model.HttpResponse;
import akka.stream.Materializer;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorikeet.actors.Directory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Which part of a list is asked for.
 *
 * @param limit at most so many items
 * @param after the last name of the page before; empty for the first page
 */
public record Page(int limit, String after) {

  public static final int MAX_LIMIT = 1000;
  private static final int DEFAULT_LIMIT = 100;

  /** Entities asked at once for one list, so that a list does not crowd out everything else. */
  private static final int PARALLEL = 16;

  /** Reads {@code limit} and {@code cursor}. */
  public static Page of(Call call) {
    return new Page(limit(call), call.query("cursor").orElse(""));
  }

  /** Reads {@code limit}. */
  public static int limit(Call call) {
    var text = call.query("limit");
    try {
      var limit = text.map(Integer::parseInt).orElse(DEFAULT_LIMIT);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Not a number is refused as a number out of range is.
    }
    throw new ProblemException(
        Problem.invalid(
            "limit",
            Validation.shown(text.orElse("")) + ": expected a number from 1 to " + MAX_LIMIT));
  }

  /** How many to look for: one more than asked, which tells whether there is another page. */
  public int lookAhead() {
    return limit + 1;
  }

  /**
   * Answers with the entities of a directory. A name whose entity is gone is left out.
   *
   * @param kind name of the array
   * @param found up to {@link #lookAhead()} entries
   * @param view the entity as the caller sees it
   */
  public CompletionStage<HttpResponse> answer(
      String kind,
      List<Directory.Entry> found,
      Function<Directory.Entry, CompletionStage<Optional<ObjectNode>>> view,
      Materializer materializer) {
    var entries = found.subList(0, Math.min(limit, found.size()));
    return Source.from(entries)
        .mapAsync(PARALLEL, view::apply)
        .runWith(Sink.seq(), materializer)
        .thenApply(
            views ->
                document(
                    kind,
                    views.stream().flatMap(Optional::stream).toList(),
                    found.size() > limit
                        ? Optional.of(entries.get(limit - 1).name())
                        : Optional.empty()));
  }

  /**
   * Answers with a part of a list that is at hand.
   *
   * @param id of an item; a cursor is the id of the last item of the page before
   */
  public <T> HttpResponse answer(
      String kind, List<T> all, Function<T, String> id, Function<T, ObjectNode> view) {
    var start = after.isEmpty() ? 0 : indexAfterCursor(all, id);
    var end = Math.min(start + limit, all.size());
    var next =
        end < all.size() ? Optional.of(id.apply(all.get(end - 1))) : Optional.<String>empty();
    return document(kind, all.subList(start, end).stream().map(view).toList(), next);
  }

  private <T> int indexAfterCursor(List<T> all, Function<T, String> id) {
    var ids = new ArrayList<String>(all.size());
    all.forEach(item -> ids.add(id.apply(item)));
    var index = ids.indexOf(after);
    if (index < 0) {
      throw new ProblemException(
          Problem.invalid(
              "cursor",
              Validation.shown(after) + ": not in the list any more; start without a cursor"));
    }
    return index + 1;
  }

  /** The answer to every request for a list. */
  public static HttpResponse document(
      String kind, List<ObjectNode> items, Optional<String> nextCursor) {
    var document = Json.object();
    document.putArray(kind).addAll(items);
    nextCursor.ifPresent(cursor -> document.put("next_cursor", cursor));
    return Json.ok(document);
  }
}
