package io.lorikeet.persistence;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import com.typesafe.config.ConfigFactory;
import io.lorikeet.persistence.cassandra.EmbeddedCassandra;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** One store with one Cassandra for all tests of this JVM, and systems that use it. */
public final class TestStore {

  /** For {@code @ResourceLock}: some tests kill the Cassandra, and are alone with it then. */
  public static final String LOCK = "io.lorikeet.persistence.TestStore";

  private static final String CONFIG =
      """
      akka.actor.provider = local
      akka.coordinated-shutdown.run-by-jvm-shutdown-hook = off
      akka.coordinated-shutdown.run-by-actor-system-terminate = off
      akka.log-dead-letters = off
      akka.loggers = ["akka.event.slf4j.Slf4jLogger"]
      lorikeet.persistence.embedded.short-lived = on
      lorikeet.persistence.group-writes.enabled = on
      """;

  private static final class Started {
    private static final Store STORE = start();
  }

  private TestStore() {}

  public static Store store() {
    return Started.STORE;
  }

  public static EmbeddedCassandra cassandra() {
    return store().embedded().orElseThrow();
  }

  /** A new system on the store; the test terminates it. */
  public static ActorSystem<Void> system(String name) {
    return system(name, "");
  }

  /** The same with other settings. */
  public static ActorSystem<Void> system(String name, String settings) {
    var config = ConfigFactory.parseString(settings).withFallback(store().config());
    var setup = ActorSystemSetup.create(BootstrapSetup.create(config), store().serialization());
    return Adapter.toTyped(akka.actor.ActorSystem.create(name, setup));
  }

  private static Store start() {
    var directory = temporary();
    var store =
        Store.start(
            ConfigFactory.parseString(CONFIG).withFallback(ConfigFactory.load("store")), directory);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  store.stop();
                  delete(directory);
                }));
    return store;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("lorikeet-store");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
