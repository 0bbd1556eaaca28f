package io.lorikeet.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.StashBuffer;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StashedTest {

  private final ActorTestKit kit = ActorTestKit.create();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private static final class Busy {
    private final StashBuffer<String> stash;
    private final CommandHandlerWithReply<String, String, String> handler;
    private final AtomicReference<String> last;

    Busy(
        StashBuffer<String> stash,
        CommandHandlerWithReply<String, String, String> handler,
        AtomicReference<String> last) {
      this.stash = stash;
      this.handler = handler;
      this.last = last;
    }

    Behavior<String> writing() {
      return Behaviors.receiveMessage(
          message -> {
            if (message.equals("written")) {
              return stash.unstashAll(ready());
            }
            if (!message.equals("dropped")) {
              stash.stash(message);
            }
            last.set(message);
            return Behaviors.same();
          });
    }

    Behavior<String> ready() {
      return Behaviors.receiveMessage(
          message -> {
            handler.apply("", message);
            last.set(message);
            return Behaviors.same();
          });
    }
  }

  private long stashed() {
    return Meters.network(kit.system()).stashed("busy").sum();
  }

  private void awaitStashed(long count) {
    await().untilAsserted(() -> assertThat(stashed()).isEqualTo(count));
  }

  @Test
  void whatAnEntityHasPutAsideIsCountedUntilItIsHandledOrTheEntityStops() {
    var last = new AtomicReference<String>();
    Behavior<String> behavior =
        Stashed.in(
            "busy",
            String.class,
            stashed ->
                Behaviors.withStash(
                    10,
                    stash ->
                        new Busy(stash, stashed.counted((state, command) -> null), last)
                            .writing()));
    var busy = kit.spawn(behavior);
    var other = kit.spawn(behavior);

    busy.tell("a");
    busy.tell("b");
    other.tell("c");
    awaitStashed(3);

    kit.stop(other);
    awaitStashed(2);

    busy.tell("dropped");
    awaitStashed(3);

    busy.tell("written");
    busy.tell("at once");
    await().untilAsserted(() -> assertThat(last).hasValue("at once"));
    awaitStashed(0);
  }

  private record Frame(int number) implements Repeated {}

  @Test
  void whatComesAgainIsLeftOutWhileManyWaitAndWhatComesOnceIsNot() {
    var putAside = kit.<Object>createTestProbe();
    var busy =
        kit.spawn(
            Stashed.in(
                "full",
                Object.class,
                stashed ->
                    Behaviors.receiveMessage(
                        message -> {
                          putAside.ref().tell(message);
                          return Behaviors.same();
                        })));

    for (int i = 0; i <= Stashed.ROOM; i++) {
      busy.tell(new Frame(i));
    }
    busy.tell("timer");

    assertThat(putAside.receiveSeveralMessages(Stashed.ROOM + 1))
        .doesNotContain(new Frame(Stashed.ROOM))
        .endsWith("timer");
  }
}
