package io.lorikeet.actors.testing;

import static org.assertj.core.api.Assertions.assertThat;

import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.SerializerWithStringManifest;
import io.lorikeet.actors.broker.DevAddrBroker;
import io.lorikeet.actors.gateway.Gateway;
import io.lorikeet.actors.handler.Application;
import io.lorikeet.actors.handler.EndDeviceEvent;
import io.lorikeet.actors.handler.EndDeviceState;
import io.lorikeet.actors.networkserver.DeviceSessionEvent;
import io.lorikeet.actors.networkserver.DeviceSessionState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was stored once can be read for ever. Each file holds one stored thing as it was written
 * when the file was made: a manifest and, in hex, its bytes. A new class gets a new file ({@link
 * #main}); a file that is there is never made again.
 */
class GoldenFilesTest {

  private static final TestSystem NETWORK = new TestSystem();

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  private static List<Object> samples() {
    return Samples.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void whatWasStoredIsReadAsItWas(Object sample) throws IOException {
    var resource = GoldenFilesTest.class.getResourceAsStream("/golden/" + fileName(sample));
    assertThat(resource).as("golden file %s", fileName(sample)).isNotNull();
    var lines = new String(resource.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();

    var read =
        serialization(NETWORK)
            .deserialize(
                HexFormat.of().parseHex(String.join("", lines.subList(1, lines.size()))),
                serializer(NETWORK, sample).identifier(),
                lines.get(0))
            .get();

    assertThat(read).isEqualTo(sample);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void whatIsStoredTodayIsReadAsItIs(Object sample) {
    var bytes = serialization(NETWORK).serialize(sample).get();
    var manifest = serializer(NETWORK, sample).manifest(sample);

    assertThat(
            serialization(NETWORK)
                .deserialize(bytes, serializer(NETWORK, sample).identifier(), manifest)
                .get())
        .isEqualTo(sample);
  }

  @Test
  void everyStoredClassHasAGoldenFile() {
    var stored =
        Stream.of(
                DeviceSessionEvent.class,
                DeviceSessionState.class,
                EndDeviceEvent.class,
                EndDeviceState.class,
                Gateway.Event.class,
                Gateway.State.class,
                DevAddrBroker.Event.class,
                DevAddrBroker.State.class,
                Application.Event.class,
                Application.State.class)
            .flatMap(GoldenFilesTest::records);

    assertThat(samples().stream().map(sample -> (Object) sample.getClass()))
        .containsAll(stored.map(its -> (Object) its).toList());
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(GoldenFilesTest::records)
        : Stream.of(type);
  }

  private static String fileName(Object sample) {
    var name = sample.getClass().getName();
    return name.substring(name.lastIndexOf('.') + 1).replace('$', '.') + ".cbor";
  }

  private static Serialization serialization(TestSystem network) {
    return SerializationExtension.get(network.system().classicSystem());
  }

  private static SerializerWithStringManifest serializer(TestSystem network, Object sample) {
    return (SerializerWithStringManifest) serialization(network).findSerializerFor(sample);
  }

  /** Writes the files that are missing into the folder that is given. */
  public static void main(String[] folder) throws IOException {
    try (var network = new TestSystem()) {
      for (var sample : samples()) {
        var file = Path.of(folder[0]).resolve(fileName(sample));
        if (!Files.exists(file)) {
          var hex = HexFormat.of().formatHex(serialization(network).serialize(sample).get());
          var text = serializer(network, sample).manifest(sample) + "\n" + wrapped(hex);
          Files.writeString(file, text, StandardCharsets.US_ASCII);
        }
      }
    }
  }

  private static String wrapped(String hex) {
    return hex.replaceAll("(.{100})", "$1\n").stripTrailing() + "\n";
  }
}
