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
import io.lorikeet.actors.multicast.MulticastEvent;
import io.lorikeet.actors.multicast.MulticastState;
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

  private static List<Object> since11() {
    return Samples.since11();
  }

  private static List<Object> sinceMac() {
    return MacSamples.all();
  }

  private static List<Object> sinceMulticast() {
    return MulticastSamples.all();
  }

  private static List<Object> sinceRejoin() {
    return RejoinSamples.all();
  }

  private static List<Object> sinceNamedRestore() {
    return RestoreSamples.all();
  }

  private static List<Object> sinceCounterWidth() {
    return CounterSamples.all();
  }

  private static final String FIRST = "/golden/";
  private static final String SINCE_11 = "/golden-1.1/";
  private static final String SINCE_MAC = "/golden-mac/";
  private static final String SINCE_MULTICAST = "/golden-multicast/";
  private static final String SINCE_REJOIN = "/golden-rejoin/";
  private static final String SINCE_NAMED_RESTORE = "/golden-restore/";
  private static final String SINCE_COUNTER_WIDTH = "/golden-counters/";

  @ParameterizedTest
  @MethodSource("samples")
  void whatWasStoredIsReadAsItWas(Object sample) throws IOException {
    assertThat(read(FIRST, sample)).isEqualTo(sample);
  }

  @ParameterizedTest
  @MethodSource("since11")
  void whatWasStoredSince11IsReadAsItWas(Object sample) throws IOException {
    assertThat(read(SINCE_11, sample)).isEqualTo(sample);
  }

  @ParameterizedTest
  @MethodSource("sinceMac")
  void whatWasStoredSinceMacCommandsIsReadAsItWas(Object sample) throws IOException {
    assertThat(read(SINCE_MAC, sample)).isEqualTo(sample);
  }

  @ParameterizedTest
  @MethodSource("sinceMulticast")
  void whatWasStoredSinceMulticastIsReadAsItWas(Object sample) throws IOException {
    assertThat(read(SINCE_MULTICAST, sample)).isEqualTo(sample);
  }

  @ParameterizedTest
  @MethodSource("sinceRejoin")
  void whatWasStoredSinceRejoinIsReadAsItWas(Object sample) throws IOException {
    assertThat(read(SINCE_REJOIN, sample)).isEqualTo(sample);
  }

  @ParameterizedTest
  @MethodSource("sinceNamedRestore")
  void whatWasStoredSinceRestoresHaveNamesIsReadAsItWas(Object sample) throws IOException {
    assertThat(read(SINCE_NAMED_RESTORE, sample)).isEqualTo(sample);
  }

  @ParameterizedTest
  @MethodSource("sinceCounterWidth")
  void whatWasStoredSinceCountersHaveAWidthIsReadAsItWas(Object sample) throws IOException {
    assertThat(read(SINCE_COUNTER_WIDTH, sample)).isEqualTo(sample);
  }

  private static Object read(String folder, Object sample) throws IOException {
    var resource = GoldenFilesTest.class.getResourceAsStream(folder + fileName(sample));
    assertThat(resource).as("golden file %s", fileName(sample)).isNotNull();
    var lines = new String(resource.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    return serialization(NETWORK)
        .deserialize(
            HexFormat.of().parseHex(String.join("", lines.subList(1, lines.size()))),
            serializer(NETWORK, sample).identifier(),
            lines.get(0))
        .get();
  }

  @ParameterizedTest
  @MethodSource({
    "samples",
    "since11",
    "sinceMac",
    "sinceMulticast",
    "sinceRejoin",
    "sinceNamedRestore",
    "sinceCounterWidth"
  })
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
                MulticastEvent.class,
                MulticastState.class,
                Application.Event.class,
                Application.State.class)
            .flatMap(GoldenFilesTest::records);

    assertThat(
            Stream.of(samples(), sinceMulticast(), sinceRejoin())
                .flatMap(List::stream)
                .map(sample -> (Object) sample.getClass()))
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

  /** Writes the files that are missing into the resource folder that is given. */
  public static void main(String[] resources) throws IOException {
    try (var network = new TestSystem()) {
      write(network, Path.of(resources[0] + FIRST), samples());
      write(network, Path.of(resources[0] + SINCE_11), since11());
      write(network, Path.of(resources[0] + SINCE_MAC), sinceMac());
      write(network, Path.of(resources[0] + SINCE_MULTICAST), sinceMulticast());
      write(network, Path.of(resources[0] + SINCE_REJOIN), sinceRejoin());
      write(network, Path.of(resources[0] + SINCE_NAMED_RESTORE), sinceNamedRestore());
      write(network, Path.of(resources[0] + SINCE_COUNTER_WIDTH), sinceCounterWidth());
    }
  }

  private static void write(TestSystem network, Path folder, List<Object> samples)
      throws IOException {
    Files.createDirectories(folder);
    for (var sample : samples) {
      var file = folder.resolve(fileName(sample));
      if (!Files.exists(file)) {
        var hex = HexFormat.of().formatHex(serialization(network).serialize(sample).get());
        var text = serializer(network, sample).manifest(sample) + "\n" + wrapped(hex);
        Files.writeString(file, text, StandardCharsets.US_ASCII);
      }
    }
  }

  private static String wrapped(String hex) {
    return hex.replaceAll("(.{100})", "$1\n").stripTrailing() + "\n";
  }
}
