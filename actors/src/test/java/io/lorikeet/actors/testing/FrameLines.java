package io.lorikeet.actors.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** The lines of the frame log that have some value: other tests write to it at the same time. */
public final class FrameLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private static final Logger LOG = (Logger) LoggerFactory.getLogger("io.lorikeet.frames");

  private final String key;
  private final String value;
  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

  private FrameLines(String key, Object value) {
    this.key = key;
    this.value = value.toString();
  }

  public static FrameLines of(String key, Object value) {
    var lines = new FrameLines(key, value);
    LOG.setAdditive(false);
    LOG.setLevel(Level.INFO);
    lines.start();
    LOG.addAppender(lines);
    return lines;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (value.equals(fields(event).get(key))) {
      events.add(event);
    }
  }

  private static Map<String, String> fields(ILoggingEvent event) {
    return event.getKeyValuePairs().stream()
        .collect(Collectors.toMap(its -> its.key, its -> its.value.toString()));
  }

  public List<String> messages() {
    return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  public List<Map<String, String>> all() {
    return events.stream().map(FrameLines::fields).toList();
  }

  /** The first with this message. */
  public Map<String, String> of(String message) {
    return events.stream()
        .filter(its -> its.getFormattedMessage().equals(message))
        .map(FrameLines::fields)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line: " + message + " among " + messages()));
  }

  @Override
  public void close() {
    LOG.detachAppender(this);
  }
}
