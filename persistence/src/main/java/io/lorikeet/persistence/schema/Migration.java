package io.lorikeet.persistence.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One numbered step of the schema.
 *
 * @param text CQL with the placeholders {@code ${keyspace}} and {@code ${gcGrace}}; every statement
 *     ends with a semicolon at the end of a line and may run twice
 */
record Migration(int version, String name, String text) {

  /** In order, without gaps. A file that was ever released is never changed again. */
  private static final List<String> FILES =
      List.of(
          "V001__journal.cql",
          "V002__application_log.cql",
          "V003__directory.cql",
          "V004__agreement.cql");

  static List<Migration> all() {
    return FILES.stream().map(Migration::read).toList();
  }

  private static Migration read(String file) {
    try (var resource =
        Migration.class.getResourceAsStream("/io/lorikeet/persistence/schema/" + file)) {
      var text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
      return new Migration(Integer.parseInt(file.substring(1, 4)), file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  List<String> statements(Schema.Target target) {
    var code =
        text.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
    return Arrays.stream(code.split(";\\s*(\n|$)"))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .map(statement -> statement.replace("${keyspace}", target.keyspace()))
        .map(statement -> statement.replace("${gcGrace}", Long.toString(target.gcGraceSeconds())))
        .toList();
  }

  /** Of the text, to notice a step that was changed after it had run. */
  String checksum() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }
}
