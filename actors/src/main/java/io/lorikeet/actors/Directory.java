package io.lorikeet.actors;

import akka.Done;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Names of what exists, for listing. An entry is written before its entity and removed after it, so
 * that a name may lead to nothing, but nothing is without its name.
 */
public interface Directory {

  /** What is listed: devices belong to an application, the others to {@link #NO_OWNER}. */
  enum Kind {
    APPLICATION,
    DEVICE,
    GATEWAY
  }

  String NO_OWNER = "";

  CompletionStage<Done> add(Kind kind, String owner, String name);

  CompletionStage<Done> remove(Kind kind, String owner, String name);

  /** Up to {@code limit} names after {@code after} (empty: from the start), in their order. */
  CompletionStage<List<String>> list(Kind kind, String owner, String after, int limit);
}
