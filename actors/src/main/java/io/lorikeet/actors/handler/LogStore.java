package io.lorikeet.actors.handler;

import akka.Done;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Where the application logs are kept. Positions count the entries of one log from 1 without gaps
 * in what one writer appends; a log has one writer at a time.
 */
public interface LogStore {

  /** One partition of one application's log. */
  record LogId(String applicationId, int partition) {

    /** As sharding knows it. */
    public String entityId() {
      return applicationId + "/" + partition;
    }

    public static LogId ofEntityId(String entityId) {
      var slash = entityId.lastIndexOf('/');
      return new LogId(
          entityId.substring(0, slash), Integer.parseInt(entityId.substring(slash + 1)));
    }
  }

  /** A message with its position. */
  record Entry(long position, ApplicationMessage message) {}

  /** The position of the last entry ever appended; 0 for a new log. */
  CompletionStage<Long> lastPosition(LogId log);

  /**
   * Stores messages at {@code firstPosition} and the positions after it, all or none. The stage
   * completes when they are durable.
   *
   * @param messages 1 to {@link #MAX_BATCH}
   */
  CompletionStage<Done> append(LogId log, long firstPosition, List<ApplicationMessage> messages);

  int MAX_BATCH = 256;

  /** Up to about {@code limit} entries from {@code position} on, in order, without expired ones. */
  CompletionStage<List<Entry>> read(LogId log, long position, int limit);

  /** The ids of what {@link #read} would answer, oldest first, for less work. */
  CompletionStage<List<String>> ids(LogId log, long position, int limit);

  /** Forgets entries before {@code position}; it may keep some of them for a while. */
  CompletionStage<Done> trim(LogId log, long position);

  /** The first position that each subscriber has not confirmed yet. */
  CompletionStage<Map<String, Long>> cursors(LogId log);

  CompletionStage<Done> saveCursor(LogId log, String subscriber, long position);

  CompletionStage<Done> removeCursor(LogId log, String subscriber);
}
