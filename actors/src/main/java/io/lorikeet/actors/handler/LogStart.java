package io.lorikeet.actors.handler;

import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * What an {@link ApplicationLog} finds out when it starts, each as soon as somebody needs it: where
 * it ends, to store what is new; its last entries and the cursors, for subscribers; and by their
 * ids what it held before, to store nothing twice. Belongs to one {@link ApplicationLog}.
 */
final class LogStart {

  sealed interface Command extends ApplicationLog.Command {}

  record Placed(long lastPosition) implements Command {}

  record TailRead(List<LogStore.Entry> entries, Map<String, Long> cursors) implements Command {}

  record IdsRead(List<String> ids) implements Command {}

  record Failed(Throwable failure) implements Command {}

  /** The step that has failed, once more. */
  record Again() implements Command {}

  private final ActorContext<ApplicationLog.Command> context;
  private final LogStore.LogId log;
  private final LogSettings settings;
  private final LogStore store;
  private final TimerScheduler<ApplicationLog.Command> timers;
  private Runnable step = this::place;
  private long end;

  LogStart(
      ActorContext<ApplicationLog.Command> context,
      LogStore.LogId log,
      LogSettings settings,
      LogStore store,
      TimerScheduler<ApplicationLog.Command> timers) {
    this.context = context;
    this.log = log;
    this.settings = settings;
    this.store = store;
    this.timers = timers;
  }

  /** Begins, or does again what has failed. */
  void go() {
    step.run();
  }

  private void next(Runnable following) {
    step = following;
    go();
  }

  private void place() {
    tell(store.lastPosition(log).thenApply(Placed::new));
  }

  /** What is asked for the first time can be stored from now on, within a device's RX1 delay. */
  void placed(long lastPosition) {
    end = lastPosition;
    next(this::readTail);
  }

  private void readTail() {
    var from = Math.max(1, end + 1 - settings.tailEntries());
    tell(
        store
            .read(log, from, (int) Math.max(1, end + 1 - from))
            .thenApply(read -> read.stream().filter(its -> its.position() <= end).toList())
            .thenCombine(store.cursors(log), TailRead::new));
  }

  void tailIsRead() {
    next(this::readIds);
  }

  private void readIds() {
    var from = Math.max(1, end + 1 - settings.recentIds());
    var count = end + 1 - settings.tailEntries() - from;
    if (count > 0) {
      tell(store.ids(log, from, (int) count).thenApply(IdsRead::new));
    } else {
      context.getSelf().tell(new IdsRead(List.of()));
    }
  }

  private void tell(CompletionStage<? extends Command> found) {
    context.pipeToSelf(found, (its, failure) -> failure == null ? its : new Failed(failure));
  }

  /**
   * @param failures in a row
   */
  void tryAgain(int failures) {
    timers.startSingleTimer(new Again(), settings.retry().after(failures));
  }
}
