package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PromptDowningTest {

  @Test
  void theResolverIsWhereItIsLookedFor() {
    var config =
        ConfigFactory.parseString("akka.remote.artery.canonical.port = 0, akka.loglevel = ERROR")
            .withFallback(ConfigFactory.parseResources("cluster.conf"))
            .withFallback(ConfigFactory.load());
    var system = ActorSystem.create(Behaviors.empty(), "resolver", config.resolve());
    try {
      var resolver =
          Adapter.toClassic(system)
              .actorSelection(PromptDowning.RESOLVER)
              .resolveOne(Duration.ofSeconds(30));

      assertThat(resolver.toCompletableFuture().join().path().name()).isEqualTo("downingProvider");
    } finally {
      system.terminate();
    }
  }
}
