package io.lorikeet.persistence.cassandra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration files of the child process, written beside its data. */
record CassandraFiles(Path yaml, Path logback) {

  static CassandraFiles write(CassandraSettings settings) {
    var conf = settings.directory().resolve("conf");
    var files = new CassandraFiles(conf.resolve("cassandra.yaml"), conf.resolve("logback.xml"));
    try {
      Files.createDirectories(conf);
      Files.createDirectories(settings.directory().resolve("logs"));
      for (var file : new Path[] {files.yaml, files.logback}) {
        Files.writeString(file, filled(file.getFileName().toString(), settings));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write Cassandra's configuration to " + conf, e);
    }
  }

  private static String filled(String name, CassandraSettings settings) throws IOException {
    try (var template = CassandraFiles.class.getResourceAsStream(name)) {
      return new String(template.readAllBytes(), StandardCharsets.UTF_8)
          .replace("${directory}", settings.directory().toString())
          .replace("${cqlPort}", Integer.toString(settings.cqlPort()))
          .replace("${storagePort}", Integer.toString(settings.storagePort()));
    }
  }
}
