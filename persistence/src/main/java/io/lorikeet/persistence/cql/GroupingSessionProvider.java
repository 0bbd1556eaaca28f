package io.lorikeet.persistence.cql;

import akka.actor.ActorSystem;
import akka.stream.alpakka.cassandra.CqlSessionProvider;
import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import io.lorikeet.persistence.pause.GuardedSessionProvider;
import java.time.Duration;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;

/** Gives the journal, and through it all of the node, a session that groups writes. */
public final class GroupingSessionProvider implements CqlSessionProvider {

  /** How long a write may wait for others. */
  static final String LINGER = "lorikeet.persistence.group-writes.linger";

  private final CqlSessionProvider sessions;
  private final Duration linger;

  /** As the journal makes it. What waits in a group is guarded when it is sent. */
  public GroupingSessionProvider(ActorSystem system, Config config) {
    sessions = new GuardedSessionProvider(system, config);
    linger = system.settings().config().getDuration(LINGER);
  }

  @Override
  public Future<CqlSession> connect(ExecutionContext executor) {
    return sessions.connect(executor).map(opened -> new GroupingSession(opened, linger), executor);
  }
}
