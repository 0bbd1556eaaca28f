package io.lorikeet.actors.testing;

import static org.assertj.core.api.Assertions.assertThat;

import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.SerializerWithStringManifest;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Each file holds one thing as it was written when the file was made: a manifest and, in hex, its
 * bytes. Its folder says since when things are written so.
 */
final class GoldenFiles {

  private static final String MESSAGES = "/golden-messages/";

  private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

  private final Serialization serialization;
  private final Map<String, List<Object>> samples = new LinkedHashMap<>();

  /** One sample in its folder. */
  record Golden(String folder, Object sample) {

    @Override
    public String toString() {
      return folder + fileName(sample);
    }
  }

  GoldenFiles(TestSystem network) {
    serialization = SerializationExtension.get(network.system().classicSystem());
    samples.put("/golden/", Samples.all());
    samples.put("/golden-1.1/", Samples.since11());
    samples.put("/golden-mac/", MacSamples.all());
    samples.put("/golden-multicast/", MulticastSamples.all());
    samples.put("/golden-rejoin/", RejoinSamples.all());
    samples.put("/golden-restore/", RestoreSamples.all());
    samples.put("/golden-counters/", CounterSamples.all());
    samples.put("/golden-app-keys/", AppKeySamples.all());
    samples.put("/golden-late/", LateSamples.all());
    samples.put(MESSAGES, MessageSamples.all(network));
  }

  /** All that is stored, and all that nodes tell each other. */
  Stream<Golden> all() {
    return samples.entrySet().stream()
        .flatMap(its -> its.getValue().stream().map(sample -> new Golden(its.getKey(), sample)));
  }

  Stream<Golden> stored() {
    return all().filter(its -> !its.folder().equals(MESSAGES));
  }

  /** What the file says, read by today's classes. */
  Object read(Golden golden) throws IOException {
    var resource = GoldenFiles.class.getResourceAsStream(golden.toString());
    assertThat(resource).as("golden file %s", golden).isNotNull();
    var lines = new String(resource.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    return read(
        HexFormat.of().parseHex(String.join("", lines.subList(1, lines.size()))),
        golden.sample(),
        lines.get(0));
  }

  byte[] written(Object sample) {
    return serialization.serialize(sample).get();
  }

  ObjectNode tree(Object sample) {
    try {
      return (ObjectNode) CBOR.readTree(written(sample));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Object read(ObjectNode tree, Object like) {
    try {
      return read(CBOR.writeValueAsBytes(tree), like);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes of something of this kind. */
  Object read(byte[] bytes, Object like) {
    return read(bytes, like, serializer(like).manifest(like));
  }

  private Object read(byte[] bytes, Object like, String manifest) {
    return serialization.deserialize(bytes, serializer(like).identifier(), manifest).get();
  }

  private SerializerWithStringManifest serializer(Object sample) {
    return (SerializerWithStringManifest) serialization.findSerializerFor(sample);
  }

  private static String fileName(Object sample) {
    var name = sample.getClass().getName();
    return name.substring(name.lastIndexOf('.') + 1).replace('$', '.') + ".cbor";
  }

  /** Writes the files that are missing. */
  void writeTo(Path resources) throws IOException {
    for (var golden : all().toList()) {
      var file = Path.of(resources + golden.toString());
      Files.createDirectories(file.getParent());
      if (!Files.exists(file)) {
        var hex = HexFormat.of().formatHex(written(golden.sample()));
        var manifest = serializer(golden.sample()).manifest(golden.sample());
        Files.writeString(file, manifest + "\n" + wrapped(hex), StandardCharsets.US_ASCII);
      }
    }
  }

  private static String wrapped(String hex) {
    return hex.replaceAll("(.{100})", "$1\n").stripTrailing() + "\n";
  }
}
