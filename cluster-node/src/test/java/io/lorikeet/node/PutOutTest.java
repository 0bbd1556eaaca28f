package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PutOutTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void aNodeThatIsPutOutEndsAsSoonAsItKnows() {
    var config =
        ConfigFactory.parseString("akka.remote.artery.canonical.port = 0, akka.loglevel = ERROR")
            .withFallback(ConfigFactory.parseResources("cluster.conf"))
            .withFallback(ConfigFactory.load());
    var system = ActorSystem.create(Behaviors.empty(), "put-out", config.resolve());
    try {
      var cluster = Cluster.get(system);
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
      await().atMost(LONG).until(() -> cluster.selfMember().status() == MemberStatus.up());
      var ended = new AtomicBoolean();
      PutOut.watch(system, () -> ended.set(true));
      assertThat(ended).isFalse();

      cluster.manager().tell(new Down(cluster.selfMember().address()));

      await().atMost(LONG).untilAsserted(() -> assertThat(ended).isTrue());
    } finally {
      system.terminate();
    }
  }
}
