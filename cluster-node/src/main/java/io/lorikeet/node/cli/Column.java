package io.lorikeet.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/** One column of a table: its heading, and what it shows of an item. */
record Column(String heading, Function<JsonNode, String> cell) {

  /**
   * @param pointer a JSON pointer (RFC 6901) into the item
   */
  static Column of(String heading, String pointer) {
    return new Column(heading, item -> Text.of(item.at(pointer)));
  }
}
