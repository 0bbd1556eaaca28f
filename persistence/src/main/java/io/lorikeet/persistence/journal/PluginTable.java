package io.lorikeet.persistence.journal;

import akka.actor.ActorSystem;
import akka.stream.alpakka.cassandra.javadsl.CassandraSessionRegistry;
import com.typesafe.config.Config;
import io.lorikeet.persistence.cql.Cql;

/** What a plugin of akka-persistence-cassandra reads from its table, with the session of all. */
final class PluginTable {

  private static final String PLUGINS = "akka.persistence.cassandra";

  private final Config settings;
  private final Cql.Statement select;

  /**
   * @param plugin {@code journal} or {@code snapshot}; it must have opened the session
   * @param select with {@code %s} for the table
   */
  PluginTable(ActorSystem system, String plugin, String select) {
    settings = system.settings().config().getConfig(PLUGINS + "." + plugin);
    var session = CassandraSessionRegistry.get(system).sessionFor(PLUGINS).underlying();
    var name = settings.getString("keyspace") + "." + settings.getString("table");
    this.select = new Cql(session).statement(select.formatted(name));
  }

  Config settings() {
    return settings;
  }

  Cql.Statement select() {
    return select;
  }
}
