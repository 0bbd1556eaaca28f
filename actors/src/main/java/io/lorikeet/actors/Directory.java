package io.lorikeet.actors;

import akka.Done;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Names of what exists, for finding and listing. An entry is written before its entity and removed
 * after it, so that a name may lead to nothing, but nothing is without its name.
 */
public interface Directory {

  /** What is listed: devices and groups belong to an application, most to {@link #NO_OWNER}. */
  enum Kind {
    APPLICATION,
    DEVICE,
    GATEWAY,
    MULTICAST_GROUP,
    /**
     * Devices and groups for which a downlink waits that needs no uplink; the owner is one of a few
     * shares.
     */
    WAITING
  }

  String NO_OWNER = "";

  /**
   * @param name unique within its kind and owner
   * @param key what its entity is called: a gateway's EUI; else the name itself
   */
  record Entry(String name, String key) {}

  /** Adds an entry or replaces the one of this name. */
  CompletionStage<Done> add(Kind kind, String owner, Entry entry);

  CompletionStage<Done> remove(Kind kind, String owner, String name);

  CompletionStage<Optional<Entry>> find(Kind kind, String owner, String name);

  /** Up to {@code limit} entries after {@code after} (empty: from the start), in name order. */
  CompletionStage<List<Entry>> list(Kind kind, String owner, String after, int limit);
}
