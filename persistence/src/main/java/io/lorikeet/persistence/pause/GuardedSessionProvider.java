package io.lorikeet.persistence.pause;

import akka.actor.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.dispatch.Mapper;
import akka.stream.alpakka.cassandra.DefaultSessionProvider;
import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import io.lorikeet.actors.Meters;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;

/**
 * The journal's session: each request asks the {@link PauseGuard} first, when the system has one,
 * and is counted by {@link StoreMeters}. Akka makes it by the name in store.conf.
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
    var meters = new StoreMeters(Meters.of(Adapter.toTyped(system)));
    return super.connect(context)
        .map(
            new Mapper<CqlSession, CqlSession>() {
              @Override
              public CqlSession apply(CqlSession session) {
                return guarded(session, guard, meters);
              }
            },
            context);
  }

  static CqlSession guarded(CqlSession session, Optional<PauseGuard> guard, StoreMeters meters) {
    return (CqlSession)
        Proxy.newProxyInstance(
            CqlSession.class.getClassLoader(),
            new Class<?>[] {CqlSession.class},
            (proxy, method, arguments) -> {
              if (!method.getName().startsWith("execute")) {
                return call(session, method, arguments);
              }
              guard.ifPresent(PauseGuard::check);
              var since = System.nanoTime();
              var result = call(session, method, arguments);
              if (result instanceof CompletionStage<?> answer) {
                answer.whenComplete(
                    (rows, failure) ->
                        meters.answered(arguments[0], System.nanoTime() - since, failure));
              }
              return result;
            });
  }

  private static Object call(CqlSession session, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(session, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
