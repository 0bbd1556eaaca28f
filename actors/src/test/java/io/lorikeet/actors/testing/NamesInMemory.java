package io.lorikeet.actors.testing;

import akka.Done;
import io.lorikeet.actors.Directory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;

/** A {@link Directory} of one test. */
public final class NamesInMemory implements Directory {

  private final Map<String, Entry> entries = new ConcurrentSkipListMap<>();

  private static String place(Kind kind, String owner) {
    return kind + "/" + owner + "/";
  }

  @Override
  public CompletionStage<Done> add(Kind kind, String owner, Entry entry) {
    entries.put(place(kind, owner) + entry.name(), entry);
    return CompletableFuture.completedStage(Done.getInstance());
  }

  @Override
  public CompletionStage<Done> remove(Kind kind, String owner, String name) {
    entries.remove(place(kind, owner) + name);
    return CompletableFuture.completedStage(Done.getInstance());
  }

  @Override
  public CompletionStage<Optional<Entry>> find(Kind kind, String owner, String name) {
    return CompletableFuture.completedStage(
        Optional.ofNullable(entries.get(place(kind, owner) + name)));
  }

  @Override
  public CompletionStage<List<Entry>> list(Kind kind, String owner, String after, int limit) {
    return CompletableFuture.completedStage(
        entries.entrySet().stream()
            .filter(its -> its.getKey().startsWith(place(kind, owner)))
            .map(Map.Entry::getValue)
            .filter(its -> its.name().compareTo(after) > 0)
            .limit(limit)
            .toList());
  }

  /** How many names of this kind there are, whoever owns them. */
  public long count(Kind kind) {
    return entries.keySet().stream().filter(its -> its.startsWith(kind + "/")).count();
  }
}
