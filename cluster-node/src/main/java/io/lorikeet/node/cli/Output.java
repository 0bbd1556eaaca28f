package io.lorikeet.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a command prints: for people, or the API's JSON for programs.
 *
 * @param err notes that are no result
 */
record Output(PrintWriter out, PrintWriter err, boolean json) {

  private static final String GAP = "  ";

  /** One thing, a field a line; what is nested is named {@code outer.inner}. */
  void thing(JsonNode thing) {
    if (json) {
      json(thing);
      return;
    }
    var rows = new ArrayList<List<String>>();
    flatten("", thing, rows);
    table(rows);
  }

  /**
   * A table of things.
   *
   * @param items an array
   * @param document the answer that holds it
   * @param ifEmpty a sentence for a table without rows
   */
  void list(JsonNode document, String items, String ifEmpty, Column... columns) {
    if (json) {
      json(document);
      return;
    }
    if (document.path(items).isEmpty()) {
      line(ifEmpty);
      return;
    }
    var rows = new ArrayList<List<String>>();
    rows.add(List.of(columns).stream().map(Column::heading).toList());
    for (var item : document.path(items)) {
      rows.add(List.of(columns).stream().map(column -> column.cell().apply(item)).toList());
    }
    table(rows);
  }

  /** What was done: a sentence for people, the answer for programs if it has one. */
  void done(String sentence, JsonNode answer) {
    if (!json) {
      line(sentence);
    } else if (!answer.isMissingNode()) {
      json(answer);
    }
  }

  void line(String text) {
    out.println(text);
    out.flush();
  }

  void note(String text) {
    err.println(text);
    err.flush();
  }

  /** Whether nobody reads any more, as behind {@code | head}. */
  boolean closed() {
    // The writer around standard output does not learn of its errors; the stream itself does.
    return out.checkError() || System.out.checkError();
  }

  private void json(JsonNode document) {
    line(document.toPrettyString());
  }

  private void table(List<List<String>> rows) {
    var widths =
        IntStream.range(0, rows.get(0).size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    for (var row : rows) {
      var line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        var cell = row.get(column);
        line.append(cell).append(" ".repeat(widths[column] - cell.length())).append(GAP);
      }
      out.println(line.toString().stripTrailing());
    }
    out.flush();
  }

  private static void flatten(String prefix, JsonNode thing, List<List<String>> rows) {
    thing
        .fields()
        .forEachRemaining(
            field -> {
              var name = prefix + Text.printable(field.getKey());
              if (field.getValue().isObject()) {
                flatten(name + ".", field.getValue(), rows);
              } else {
                rows.add(List.of(name, Text.of(field.getValue())));
              }
            });
  }
}
