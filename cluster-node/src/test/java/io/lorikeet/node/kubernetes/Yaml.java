package io.lorikeet.node.kubernetes;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Documents of YAML as trees. */
final class Yaml {

  private static final ObjectMapper MAPPER = new ObjectMapper(new YAMLFactory());

  private Yaml() {}

  static List<ObjectNode> read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  static List<ObjectNode> parse(String text) throws IOException {
    var documents = new ArrayList<ObjectNode>();
    try (MappingIterator<ObjectNode> all = MAPPER.readerFor(ObjectNode.class).readValues(text)) {
      all.forEachRemaining(documents::add);
    }
    return documents;
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }
}
