package io.lorikeet.persistence;

import akka.actor.setup.Setup;
import akka.actor.typed.ActorSystem;
import akka.stream.alpakka.cassandra.DriverConfigLoaderFromConfig;
import akka.stream.alpakka.cassandra.javadsl.CassandraSessionRegistry;
import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.lorikeet.actors.Directory;
import io.lorikeet.actors.handler.LogStore;
import io.lorikeet.persistence.cassandra.CassandraSettings;
import io.lorikeet.persistence.cassandra.EmbeddedCassandra;
import io.lorikeet.persistence.cql.Cql;
import io.lorikeet.persistence.cql.GroupingSessionProvider;
import io.lorikeet.persistence.directory.CassandraDirectory;
import io.lorikeet.persistence.key.KeyEncryptionKey;
import io.lorikeet.persistence.key.KeyFile;
import io.lorikeet.persistence.key.KeyRing;
import io.lorikeet.persistence.key.SealedSerialization;
import io.lorikeet.persistence.log.CassandraLogStore;
import io.lorikeet.persistence.schema.Agreement;
import io.lorikeet.persistence.schema.RestoreMark;
import io.lorikeet.persistence.schema.Schema;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store of a node: started before the actor system, with which it is configured, and stopped
 * after it.
 */
public final class Store {

  private static final Logger LOG = LoggerFactory.getLogger(Store.class);

  /** The session that the journal has open already. */
  private static final String SESSION = "akka.persistence.cassandra";

  private final StoreSettings settings;
  private final Config config;
  private final KeyRing keys;
  private final Optional<EmbeddedCassandra> embedded;

  private Store(
      StoreSettings settings, Config config, KeyRing keys, Optional<EmbeddedCassandra> embedded) {
    this.settings = settings;
    this.config = config;
    this.keys = keys;
    this.embedded = embedded;
  }

  /**
   * Blocks until the store answers and has our tables: some seconds when it starts a Cassandra; as
   * long as it takes when an external one is away.
   *
   * @param root the whole configuration of the node
   * @param dataDirectory of this node alone; holds the embedded Cassandra and the generated key
   * @throws RuntimeException when the store cannot be used; the message says what to change
   */
  public static Store start(Config root, Path dataDirectory) {
    var settings = StoreSettings.of(root);
    var keys = keys(settings, dataDirectory);
    var embedded =
        settings.mode() == StoreSettings.Mode.EMBEDDED
            ? Optional.of(EmbeddedCassandra.start(embedded(root, dataDirectory)))
            : Optional.<EmbeddedCassandra>empty();
    var config =
        embedded
            .map(Store::driver)
            .orElseGet(() -> driver(root))
            .withFallback(journal(settings.target().keyspace()))
            .withFallback(names(keys))
            .withFallback(sessions(root))
            .withFallback(root)
            .resolve();
    var store = new Store(settings, config, keys, embedded);
    try {
      store.migrate();
    } catch (RuntimeException e) {
      store.stop();
      throw e;
    }
    return store;
  }

  private static KeyRing keys(StoreSettings settings, Path dataDirectory) {
    var current =
        settings.keyEncryptionKey().isBlank()
            ? KeyFile.readOrCreate(dataDirectory.resolve("kek"), new SecureRandom())
            : KeyEncryptionKey.parse(settings.keyEncryptionKey());
    return new KeyRing(
        current,
        settings.previousKeyEncryptionKeys().stream().map(KeyEncryptionKey::parse).toList());
  }

  private static CassandraSettings embedded(Config root, Path dataDirectory) {
    var config = root.getConfig(StoreSettings.PATH + ".embedded");
    var classPathFile =
        Optional.ofNullable(System.getProperty(CassandraSettings.CLASS_PATH_PROPERTY))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the embedded Cassandra needs the system property "
                            + CassandraSettings.CLASS_PATH_PROPERTY));
    var jvm =
        new CassandraSettings.Jvm(
            Path.of(config.getString("java-home")),
            CassandraSettings.classPathOf(Path.of(classPathFile)),
            Math.toIntExact(config.getMemorySize("heap").toBytes() / (1024 * 1024)),
            config.getBoolean("short-lived"));
    return new CassandraSettings(
        dataDirectory.resolve("cassandra"),
        jvm,
        config.getInt("cql-port"),
        config.getInt("storage-port"),
        config.getDuration("start-limit"));
  }

  private static Config driver(EmbeddedCassandra cassandra) {
    var address = cassandra.cqlAddress();
    return driver(
        List.of(address.getAddress().getHostAddress() + ":" + address.getPort()), "datacenter1");
  }

  static Config driver(Config root) {
    var external = root.getConfig(StoreSettings.PATH + ".external");
    var contactPoints =
        Arrays.stream(external.getString("contact-points").split(",")).map(String::strip).toList();
    var driver = driver(contactPoints, external.getString("local-datacenter"));
    var more = new HashMap<String, Object>();
    if (!external.getString("username").isEmpty()) {
      more.put("auth-provider.class", "PlainTextAuthProvider");
      more.put("auth-provider.username", external.getString("username"));
      more.put("auth-provider.password", external.getString("password"));
    }
    if (external.getBoolean("tls")) {
      more.put("ssl-engine-factory.class", "DefaultSslEngineFactory");
    }
    return driver.withFallback(
        ConfigFactory.parseMap(more).atPath("datastax-java-driver.advanced"));
  }

  private static Config driver(List<String> contactPoints, String datacenter) {
    return ConfigFactory.empty()
        .withValue(
            "datastax-java-driver.basic.contact-points",
            ConfigValueFactory.fromIterable(contactPoints))
        .withValue(
            "datastax-java-driver.basic.load-balancing-policy.local-datacenter",
            ConfigValueFactory.fromAnyRef(datacenter));
  }

  private static Config journal(String keyspace) {
    return ConfigFactory.parseMap(
        Map.of(
            "akka.persistence.cassandra.journal.keyspace", keyspace,
            "akka.persistence.cassandra.snapshot.keyspace", keyspace));
  }

  /** What other nodes compare with theirs, and gives no key away. */
  private static Config names(KeyRing keys) {
    return ConfigFactory.parseMap(
        Map.of(
            StoreSettings.PATH + ".sealing-key", keys.sealing(),
            StoreSettings.PATH + ".opening-keys", keys.opening()));
  }

  private static Config sessions(Config root) {
    return root.getBoolean(StoreSettings.PATH + ".group-writes.enabled")
        ? ConfigFactory.parseMap(
            Map.of(SESSION + ".session-provider", GroupingSessionProvider.class.getName()))
        : ConfigFactory.empty();
  }

  private void migrate() {
    try (var session = openSession()) {
      Schema.migrate(session, settings.target());
      Agreement.enter(
          session,
          settings.target().keyspace(),
          keys,
          config.getInt("lorikeet.handler.log.partitions"));
    }
  }

  /** A session of its own, which the caller closes. */
  public CqlSession openSession() {
    return CqlSession.builder()
        .withConfigLoader(
            DriverConfigLoaderFromConfig.fromConfig(config.getConfig("datastax-java-driver")))
        .build();
  }

  /** The persistence ids of all entities that have stored something, in no order. */
  public Set<String> persistenceIds() {
    var ids = new HashSet<String>();
    try (var session = openSession()) {
      for (var query :
          List.of(
              "SELECT DISTINCT persistence_id, partition_nr FROM %s.messages",
              "SELECT persistence_id FROM %s.snapshots PER PARTITION LIMIT 1")) {
        session
            .execute(
                SimpleStatement.newInstance(query.formatted(settings.target().keyspace()))
                    .setConsistencyLevel(ConsistencyLevel.QUORUM)
                    .setTimeout(Duration.ofMinutes(1)))
            .forEach(row -> ids.add(row.getString("persistence_id")));
      }
    }
    return ids;
  }

  /**
   * Begins a restore, or goes on with one that broke off.
   *
   * @param fresh the name of a new one
   * @return its name
   */
  public String beginRestore(String fresh) {
    try (var session = openSession()) {
      return new RestoreMark(session, settings.target().keyspace()).begin(fresh);
    }
  }

  public void endRestore() {
    try (var session = openSession()) {
      new RestoreMark(session, settings.target().keyspace()).end();
    }
  }

  /** The configuration for the actor system: what was given, and the way to this store. */
  public Config config() {
    return config;
  }

  /** Belongs into the {@code ActorSystemSetup}: seals keys wherever they are written. */
  public Setup serialization() {
    return SealedSerialization.setup(keys);
  }

  /** The log of the applications; the system was created with {@link #serialization}. */
  public LogStore logStore(ActorSystem<?> system) {
    var log =
        new CassandraLogStore(
            cql(system),
            settings.target().keyspace(),
            SealedSerialization.mapper(system),
            settings.retention(),
            system.executionContext());
    log.warmUp()
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.debug("the store was not warmed up", failure);
              }
            });
    return log;
  }

  /** The names of what exists. */
  public Directory directory(ActorSystem<?> system) {
    return new CassandraDirectory(cql(system), settings.target().keyspace());
  }

  /** Asks for one small row as the journal asks; the stage fails when the store is away. */
  public Supplier<CompletionStage<AsyncResultSet>> probe(ActorSystem<?> system) {
    var keyspace = settings.target().keyspace();
    var row =
        cql(system)
            .statement("SELECT value FROM " + keyspace + ".agreement WHERE kind = ? LIMIT 1");
    return () -> row.execute("probe");
  }

  private static Cql cql(ActorSystem<?> system) {
    return new Cql(CassandraSessionRegistry.get(system).sessionFor(SESSION).underlying());
  }

  /** The Cassandra that this store runs, when it runs one. */
  public Optional<EmbeddedCassandra> embedded() {
    return embedded;
  }

  /** After the actor system has ended. */
  public void stop() {
    embedded.ifPresent(EmbeddedCassandra::stop);
  }
}
