package io.lorikeet.actors.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.broker.DevAddrBroker;
import io.lorikeet.actors.gateway.Gateway;
import io.lorikeet.actors.handler.Application;
import io.lorikeet.actors.handler.EndDeviceEvent;
import io.lorikeet.actors.handler.EndDeviceState;
import io.lorikeet.actors.multicast.MulticastEvent;
import io.lorikeet.actors.multicast.MulticastState;
import io.lorikeet.actors.networkserver.DeviceSessionEvent;
import io.lorikeet.actors.networkserver.DeviceSessionState;
import io.lorikeet.actors.testing.GoldenFiles.Golden;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was stored once can be read for ever, and what a node of the version before says can be
 * read, too. A new class gets a new file ({@link #main}); a file that is there is never made again.
 */
class GoldenFilesTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static final GoldenFiles FILES = new GoldenFiles(NETWORK);

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  private static Stream<Golden> all() {
    return FILES.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatWasWrittenIsReadAsItWas(Golden golden) throws IOException {
    assertThat(FILES.read(golden)).isEqualTo(golden.sample());
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatIsWrittenTodayIsReadAsItIs(Golden golden) {
    var written = FILES.written(golden.sample());

    assertThat(FILES.read(written, golden.sample())).isEqualTo(golden.sample());
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

    assertThat(FILES.stored().map(its -> (Object) its.sample().getClass()))
        .containsAll(stored.map(its -> (Object) its).toList());
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(GoldenFilesTest::records)
        : Stream.of(type);
  }

  /**
   * On its own or as a part of another. What is not public an entity tells itself; exceptions are
   * in {@link MessageSamples}, too.
   */
  @Test
  void everyClassThatNodesTellEachOtherIsInAGoldenFile() throws Exception {
    var covered = new HashSet<Class<?>>();
    for (var golden : all().toList()) {
      WrittenRecords.visit(
          golden.sample(),
          FILES.tree(golden.sample()),
          (its, written) -> covered.add(its.getClass()));
    }

    var due = mainClasses().filter(GoldenFilesTest::maySetOut).toList();
    assertThat(due).hasSizeGreaterThan(200);
    assertThat(due.stream().filter(its -> !covered.contains(its))).isEmpty();
  }

  private static boolean maySetOut(Class<?> type) {
    return type.isRecord()
        && CborSerializable.class.isAssignableFrom(type)
        && Stream.<Class<?>>iterate(type, its -> its != null, Class::getEnclosingClass)
            .allMatch(its -> Modifier.isPublic(its.getModifiers()));
  }

  private static Stream<Class<?>> mainClasses() throws IOException, URISyntaxException {
    var root =
        Path.of(CborSerializable.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
          .map(name -> name.replace('/', '.').replaceAll("\\.class$", ""))
          .<Class<?>>map(GoldenFilesTest::loaded)
          .toList()
          .stream();
    }
  }

  private static Class<?> loaded(String name) {
    try {
      return Class.forName(name, false, GoldenFilesTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes the files that are missing into the resource folder that is given. */
  public static void main(String[] resources) throws IOException {
    try (var network = new TestSystem()) {
      new GoldenFiles(network).writeTo(Path.of(resources[0]));
    }
  }
}
