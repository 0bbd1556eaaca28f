package io.lorikeet.node.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes every second what has happened within it, for whoever wants to know more than sums. */
final class Timeline implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Timeline.class);

  private final Witness witness;
  private final PrintWriter file;
  private final ScheduledExecutorService seconds =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "timeline");
            thread.setDaemon(true);
            return thread;
          });
  private final long started = System.nanoTime();
  private Uplinks.Totals before = new Uplinks.Totals(0, 0);
  private Answers.Counts answersBefore = new Answers.Counts(0, 0, 0);

  Timeline(Path path, Witness witness) throws IOException {
    this.witness = witness;
    this.file = new PrintWriter(Files.newBufferedWriter(path, StandardCharsets.UTF_8));
    file.println("second,sent,delivered,confirmed_asked,answered_rx1,answered_rx2");
    seconds.scheduleAtFixedRate(this::second, 1, 1, TimeUnit.SECONDS);
  }

  private void second() {
    try {
      var now = witness.uplinks().totals();
      var answers = witness.answers().counts();
      var its = answers.minus(answersBefore);
      file.printf(
          Locale.ROOT,
          "%.1f,%d,%d,%d,%d,%d%n",
          (System.nanoTime() - started) / 1e9,
          now.sent() - before.sent(),
          now.delivered() - before.delivered(),
          its.asked(),
          its.rx1(),
          its.rx2());
      file.flush();
      before = now;
      answersBefore = answers;
    } catch (RuntimeException e) {
      LOG.warn("no line for this second: {}", e.toString());
    }
  }

  /** A line of text between the figures. */
  synchronized void note(String text) {
    if (!text.isEmpty()) {
      file.println("# " + text);
    }
  }

  @Override
  public void close() {
    seconds.shutdownNow();
    file.close();
  }
}
