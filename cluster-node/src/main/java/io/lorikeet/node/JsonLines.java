package io.lorikeet.node;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.JsonEscapeUtil;
import java.nio.charset.StandardCharsets;

/**
 * One JSON object a line, for logback.xml. What a line says in key-value pairs are fields of the
 * object itself, not of a list in it: whoever looks for a frame looks for its {@code dev_eui}.
 */
public final class JsonLines extends JsonEncoder {

  public JsonLines() {
    setWithKVPList(false);
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    var line = super.encode(event);
    var pairs = event.getKeyValuePairs();
    if (pairs == null || pairs.isEmpty()) {
      return line;
    }
    var text = new StringBuilder(new String(line, StandardCharsets.UTF_8));
    var fields = new StringBuilder();
    for (var pair : pairs) {
      fields.append(",\"").append(JsonEscapeUtil.jsonEscapeString(pair.key)).append("\":");
      append(fields, pair.value);
    }
    return text.insert(text.lastIndexOf("}"), fields).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder fields, Object value) {
    if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
      fields.append(value);
    } else {
      var text = JsonEscapeUtil.jsonEscapeString(String.valueOf(value));
      fields.append('"').append(text).append('"');
    }
  }
}
