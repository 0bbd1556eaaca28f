package io.lorikeet.node.chaos;

import io.lorikeet.node.local.LocalNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds in nodes' logs what they could not read of each other. */
final class Misunderstandings {

  /** As serializers, Jackson and the remoting name what they stumble over. */
  private static final List<String> SIGNS =
      List.of("deserializ", "notserializable", "com.fasterxml.jackson", "unknown manifest");

  private Misunderstandings() {}

  static List<String> in(List<LocalNode> nodes) {
    var found = new ArrayList<String>();
    for (var node : nodes) {
      try (var lines = Files.lines(node.log())) {
        lines
            .filter(line -> isOne(line.toLowerCase(Locale.ROOT)))
            .map(line -> "node " + node.number() + ": " + line)
            .forEach(found::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }

  private static boolean isOne(String line) {
    return SIGNS.stream().anyMatch(line::contains);
  }
}
