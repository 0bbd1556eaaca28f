package io.lorikeet.integrations.mqtt;

import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import io.lorikeet.integrations.mqtt.MqttSettings.Version;
import io.lorikeet.integrations.mqtt.NotPublished.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * This node's way to the MQTT broker. It connects until it is closed, each time with a new {@link
 * MqttConnection}; while there is none, nothing can be published, and nothing waits in memory.
 */
public final class MqttPublisher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MqttPublisher.class);

  private final ActorSystem<?> system;
  private final MqttSettings settings;
  private final MqttConnection.Factory connections;
  private volatile MqttConnection current;
  private volatile Cancellable watch = Cancellable.alreadyCancelled();
  private volatile boolean closed;
  private Duration pause;

  private MqttPublisher(
      ActorSystem<?> system, MqttSettings settings, MqttConnection.Factory connections) {
    this.system = system;
    this.settings = settings;
    this.connections = connections;
    this.pause = settings.timing().firstPause();
  }

  /** Starts connecting; it does not wait for it. */
  public static MqttPublisher start(ActorSystem<?> system, MqttSettings settings) {
    var clientId = settings.clientId() + "-up";
    return start(
        system,
        settings,
        onEnd ->
            settings.server().version() == Version.V5
                ? new Mqtt5Connection(settings, clientId, onEnd)
                : new Mqtt3Connection(settings, clientId, onEnd));
  }

  static MqttPublisher start(
      ActorSystem<?> system, MqttSettings settings, MqttConnection.Factory connections) {
    var publisher = new MqttPublisher(system, settings, connections);
    publisher.connect();
    publisher.watch();
    return publisher;
  }

  /** The connection that stands; empty while the broker is away. */
  Optional<MqttConnection> connection() {
    return Optional.ofNullable(current);
  }

  /**
   * Publishes outside any order.
   *
   * @return fails with {@link NotPublished} when the broker is away
   */
  public CompletionStage<?> publish(String topic, byte[] payload) {
    return connection()
        .<CompletionStage<?>>map(connection -> connection.publish(topic, payload))
        .orElseGet(() -> CompletableFuture.failedFuture(new NotPublished(Reason.NOT_CONNECTED)));
  }

  @Override
  public void close() {
    closed = true;
    watch.cancel();
    end();
  }

  /** A broker that does not acknowledge is left: its messages go over another connection. */
  private void watch() {
    var limit = settings.timing().publish();
    var often = limit.dividedBy(4);
    watch =
        system
            .scheduler()
            .scheduleWithFixedDelay(
                often,
                often,
                () ->
                    connection()
                        .filter(connection -> connection.silentFor(limit.toNanos()))
                        .ifPresent(
                            connection -> {
                              connection.close();
                              ended(connection, "does not acknowledge");
                            }),
                system.executionContext());
  }

  /** The first attempt tells the caller that a file is unreadable; a later one tries again. */
  private void connectAgain() {
    try {
      connect();
    } catch (RuntimeException e) {
      connectLater("not attempted: " + e);
    }
  }

  private synchronized void connect() {
    if (closed) {
      return;
    }
    var established = new CompletableFuture<MqttConnection>();
    var connection = connections.create(() -> established.thenAccept(its -> ended(its, "lost")));
    connection
        .connect()
        .whenComplete(
            (accepted, failure) -> {
              if (failure == null) {
                connected(connection);
                established.complete(connection);
              } else {
                connectLater("refused: " + cause(failure));
              }
            });
  }

  private void connected(MqttConnection connection) {
    synchronized (this) {
      current = connection;
      pause = settings.timing().firstPause();
    }
    log.info("connected to MQTT broker {}:{}", settings.server().host(), settings.server().port());
    if (closed) {
      end();
    }
  }

  private synchronized void ended(MqttConnection connection, String why) {
    if (current == connection) {
      current = null;
      connectLater(why);
    }
  }

  /** Not under the lock: what is open fails, and whoever waits for it may ask us. */
  private void end() {
    Optional<MqttConnection> last;
    synchronized (this) {
      last = connection();
      current = null;
    }
    last.ifPresent(MqttConnection::close);
  }

  private synchronized void connectLater(String why) {
    if (closed) {
      return;
    }
    // The first of a row is news; the others are not, until the broker is there again.
    log.atLevel(pause.equals(settings.timing().firstPause()) ? Level.WARN : Level.DEBUG)
        .log(
            "connection to MQTT broker {}:{} {}; next attempt in {} ms",
            settings.server().host(),
            settings.server().port(),
            why,
            pause.toMillis());
    system.scheduler().scheduleOnce(pause, this::connectAgain, system.executionContext());
    var doubled = pause.multipliedBy(2);
    var longest = settings.timing().lastPause();
    pause = doubled.compareTo(longest) > 0 ? longest : doubled;
  }

  private static String cause(Throwable failure) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause.toString();
  }
}
