package io.lorikeet.actors.testing;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import akka.serialization.jackson.JacksonObjectMapperProviderSetup;
import akka.testkit.ExplicitlyTriggeredScheduler;
import com.typesafe.config.ConfigFactory;
import io.lorikeet.actors.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;

/** An actor system with a journal in memory, whose time stands still until a test moves it. */
public final class TestSystem implements AutoCloseable {

  /** What is never to come is not waited for longer than this. */
  private static final Duration NOTHING = Duration.ofMillis(50);

  private final ActorTestKit kit;
  private final ManualTime time;
  private Optional<MeterRegistry> meters = Optional.empty();
  public final MovableClock clock = new MovableClock();

  public TestSystem() {
    var config =
        ManualTime.config()
            .withFallback(EventSourcedBehaviorTestKit.config())
            .withFallback(ConfigFactory.load());
    var setup =
        ActorSystemSetup.create(
            BootstrapSetup.create(config),
            JacksonObjectMapperProviderSetup.create(new PlainKeys()));
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "test", setup);
    kit = ActorTestKit.create(system);
    time = ManualTime.get(system);
  }

  public ActorSystem<?> system() {
    return kit.system();
  }

  public ActorTestKit kit() {
    return kit;
  }

  public <T> TestProbe<T> probe() {
    return kit.createTestProbe();
  }

  /** What its entities count from now on, and what they have already counted as waiting. */
  public MeterRegistry meters() {
    if (meters.isEmpty()) {
      meters = Optional.of(new SimpleMeterRegistry());
      Meters.of(system()).add(meters.get());
    }
    return meters.get();
  }

  /** The frames that have come to the end of a step so far; {@code way}: uplink, join, downlink. */
  public Timer hop(String way, String hop) {
    return meters().get("lorikeet." + way + ".hop").tag("hop", hop).timer();
  }

  /** An entity, with all that it stores written and read again. */
  public <C, E, S> EventSourcedBehaviorTestKit<C, E, S> entity(Behavior<C> behavior) {
    return EventSourcedBehaviorTestKit.create(
        kit.system(),
        behavior,
        EventSourcedBehaviorTestKit.enabledSerializationSettings().withVerifyEquality(true));
  }

  /** Lets time pass for clock and timers. */
  public void pass(Duration duration) {
    clock.move(duration);
    time.timePasses(duration);
  }

  /**
   * The same when nothing is on its way: {@link #pass} gives messages a tenth of a second to arrive
   * before time moves.
   */
  public void passAtOnce(Duration duration) {
    clock.move(duration);
    var scheduler = (ExplicitlyTriggeredScheduler) Adapter.toClassic(system()).scheduler();
    // Its time goes on to the last thing that is due, so there must be one at the end.
    scheduler.scheduleOnce(duration, () -> {}, system().executionContext());
    scheduler.executeTasks(scheduler.currentTimeMs() + duration.toMillis());
  }

  /** Nothing has come to this probe, and what was on its way has arrived. */
  public static void silent(TestProbe<?> probe) {
    probe.expectNoMessage(NOTHING);
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
