package io.lorikeet.actors;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import io.lorikeet.actors.broker.BrokerSettings;
import io.lorikeet.actors.broker.DevAddrBroker;
import io.lorikeet.actors.testing.TestSystem;
import io.lorikeet.protocol.id.DevAddr;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class WarmUpTest {

  private static final TestSystem NODE = new TestSystem();

  @AfterAll
  static void stop() {
    NODE.close();
  }

  private static Behavior<String> telling(ActorRef<String> listener) {
    return Behaviors.setup(
        context -> {
          listener.tell("started");
          return Behaviors.receive(String.class)
              .onMessageEquals("stop", Behaviors::stopped)
              .onSignal(
                  PostStop.class,
                  signal -> {
                    listener.tell("stopped");
                    return Behaviors.same();
                  })
              .build();
        });
  }

  @Test
  void anEntityIsStartedAndStoppedOneAfterTheOtherAndNotForEver() {
    var listener = NODE.<String>probe();

    new WarmUp(NODE.system()).practise("telling", () -> telling(listener.ref()), "stop");

    for (int round = 0; round < WarmUp.ROUNDS; round++) {
      listener.expectMessage("started");
      listener.expectMessage("stopped");
    }
    TestSystem.silent(listener);
  }

  @Test
  void anAddressThatIsPractisedWithLeavesNothingInTheStore() {
    var listener = NODE.<String>probe();
    var settings = BrokerSettings.from(NODE.system().settings().config());
    var sessions = NODE.<Object>probe();

    new WarmUp(NODE.system())
        .practise(
            "address",
            () -> {
              listener.ref().tell("asked for");
              return DevAddrBroker.create(
                  DevAddr.parse("ffffffff"), settings, NODE.clock, sessions.ref().unsafeUpcast());
            },
            new DevAddrBroker.Stop());

    for (int round = 0; round < WarmUp.ROUNDS; round++) {
      listener.expectMessage("asked for");
    }
    var store = PersistenceTestKit.create(NODE.system());
    store.expectNothingPersisted("dev-addr-broker|ffffffff");
    assertThat(store.persistedInStorage("dev-addr-broker|ffffffff")).isEmpty();
  }
}
