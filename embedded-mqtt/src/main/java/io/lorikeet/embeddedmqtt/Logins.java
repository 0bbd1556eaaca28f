package io.lorikeet.embeddedmqtt;

import com.hivemq.extension.sdk.api.services.session.ClientService;
import io.lorikeet.embeddedmqtt.Authorizer.Access;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is logged in with which key. The broker asks about a key when its client comes and not for
 * each message; so this asks again in a while, and ends the connections of keys that were revoked,
 * or allow something else by now.
 */
final class Logins {

  private static final Logger LOG = LoggerFactory.getLogger(Logins.class);

  /** For as long as a revoked key may still be used. */
  static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private record Login(String applicationId, String key, Set<Access> accesses, long atNanos) {

    @Override
    public String toString() {
      return "Login[" + applicationId + "]";
    }
  }

  private final Authorizer authorizer;
  private final Map<String, Login> byClient = new ConcurrentHashMap<>();

  Logins(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  void add(String clientId, String applicationId, String key, Set<Access> accesses) {
    byClient.put(clientId, new Login(applicationId, key, accesses, System.nanoTime()));
  }

  /** Looks at all that have been there for a while; never throws. */
  void look(ClientService clients) {
    byClient.forEach(
        (clientId, login) -> {
          try {
            if (System.nanoTime() - login.atNanos() > LOOK_EVERY.toNanos()) {
              look(clientId, login, clients);
            }
          } catch (RuntimeException e) {
            LOG.warn("client {} could not be looked at: {}", clientId, e.toString());
          }
        });
  }

  private void look(String clientId, Login login, ClientService clients) {
    clients
        .isClientConnected(clientId)
        .thenCompose(
            connected ->
                connected
                    ? allowed(login)
                    : CompletableFuture.completedStage(Optional.<Set<Access>>empty()))
        .thenCompose(
            allowed ->
                allowed.equals(Optional.of(login.accesses()))
                    ? CompletableFuture.completedStage(false)
                    : end(clientId, login, clients))
        // Whoever cannot be asked says nothing against the client.
        .exceptionally(
            failure -> {
              LOG.warn("client {} could not be looked at: {}", clientId, failure.toString());
              return false;
            });
  }

  /** The key was revoked or allows something else; or the client is gone, which is no harm. */
  private CompletionStage<Boolean> end(String clientId, Login login, ClientService clients) {
    byClient.remove(clientId, login);
    return clients
        .disconnectClient(clientId)
        .thenApply(
            ended -> {
              if (Boolean.TRUE.equals(ended)) {
                LOG.info("client {} was sent away: its key was revoked or changed", clientId);
              }
              return ended;
            });
  }

  private CompletionStage<Optional<Set<Access>>> allowed(Login login) {
    return authorizer.authorize(login.applicationId(), login.key());
  }
}
