package io.lorikeet.persistence.pause;

import akka.actor.ActorSystem;
import akka.dispatch.Mapper;
import akka.stream.alpakka.cassandra.DefaultSessionProvider;
import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;

/**
 * The journal's session: each statement asks the {@link PauseGuard} first, when the system has one.
 * Akka makes it by the name in reference.conf.
 */
public final class GuardedSessionProvider extends DefaultSessionProvider {

  private final ActorSystem system;

  public GuardedSessionProvider(ActorSystem system, Config config) {
    super(system, config);
    this.system = system;
  }

  @Override
  public Future<CqlSession> connect(ExecutionContext context) {
    var guard = system.settings().setup().get(PauseGuard.class);
    return guard.isEmpty()
        ? super.connect(context)
        : super.connect(context)
            .map(
                new Mapper<CqlSession, CqlSession>() {
                  @Override
                  public CqlSession apply(CqlSession session) {
                    return guarded(session, guard.get());
                  }
                },
                context);
  }

  static CqlSession guarded(CqlSession session, PauseGuard guard) {
    return (CqlSession)
        Proxy.newProxyInstance(
            CqlSession.class.getClassLoader(),
            new Class<?>[] {CqlSession.class},
            (proxy, method, arguments) -> {
              if (method.getName().startsWith("execute")) {
                guard.check();
              }
              try {
                return method.invoke(session, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
