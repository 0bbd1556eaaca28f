package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.Done;
import akka.actor.Address;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.typed.ActorRef;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.UniqueAddress;
import akka.util.Version;
import io.lorikeet.actors.Directory;
import io.lorikeet.actors.handler.EndDevice;
import io.lorikeet.actors.multicast.MulticastGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class LogWakerTest {

  private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
  private final ManualTime time = ManualTime.get(kit.system());
  private final Names names = new Names();
  private final List<String> woken = new CopyOnWriteArrayList<>();
  private ActorRef<Object> waker;

  @BeforeEach
  void start() {
    enter(Directory.Kind.APPLICATION, Directory.NO_OWNER, "meadow");
    enter(Directory.Kind.WAITING, Integer.toString(EndDevice.WAITING_SHARES - 1), "lamp");
    enter(Directory.Kind.WAITING, MulticastGroup.WAITING, "street");
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private void wake() {
    var alarms =
        new LogWaker.Alarms(
            log -> woken.add("log " + log),
            device -> woken.add("device " + device),
            group -> woken.add("group " + group));
    waker = kit.spawn(LogWaker.create(names, alarms, new Random(1)));
  }

  private void enter(Directory.Kind kind, String owner, String name) {
    names.entries.put(kind + "/" + owner + "/" + name, new Directory.Entry(name, name));
  }

  private void awaitWoken(String... expected) {
    await()
        .untilAsserted(
            () -> {
              time.timePasses(LogWaker.BETWEEN_PAGES);
              assertThat(woken).containsExactly(expected);
            });
  }

  private static MemberRemoved removed() {
    var member =
        new Member(
            new UniqueAddress(new Address("akka", "test", "127.0.0.1", 1), 1L),
            1,
            MemberStatus.removed(),
            CollectionConverters.asScala(java.util.Set.of("dc-default")).toSet(),
            new Version("1.0.0"));
    return new MemberRemoved(member, MemberStatus.down());
  }

  @Test
  void logsDevicesAndGroupsAreWokenAtTheStart() {
    wake();

    awaitWoken("log meadow", "device lamp", "group street");
  }

  @Test
  void soonAfterAMemberWasRemovedTheyAreWokenAgain() {
    wake();
    awaitWoken("log meadow", "device lamp", "group street");
    woken.clear();

    waker.tell(removed());
    time.timePasses(LogWaker.AFTER_REMOVAL.minusMillis(1));
    assertThat(woken).isEmpty();
    time.timePasses(LogWaker.SPREAD);

    awaitWoken("log meadow", "device lamp", "group street");
  }

  @Test
  void withoutThatTheyAreWokenFromTimeToTime() {
    wake();
    awaitWoken("log meadow", "device lamp", "group street");
    woken.clear();
    time.timePasses(Duration.ofSeconds(20));
    assertThat(woken).isEmpty();

    time.timePasses(Duration.ofSeconds(10));

    awaitWoken("log meadow", "device lamp", "group street");
  }

  @Test
  void manyAreWokenInPortions() {
    for (var i = 0; i < 2 * LogWaker.PAGE; i++) {
      enter(Directory.Kind.WAITING, "0", "device-%04d".formatted(i));
    }
    wake();

    // The page of applications, then the first of devices; the clock stands still.
    time.timePasses(LogWaker.BETWEEN_PAGES);
    await().untilAsserted(() -> assertThat(woken).hasSize(1 + LogWaker.PAGE));
    time.timePasses(LogWaker.BETWEEN_PAGES);
    await().untilAsserted(() -> assertThat(woken).hasSize(1 + 2 * LogWaker.PAGE));
  }

  private static final class Names implements Directory {

    private final SortedMap<String, Entry> entries = new TreeMap<>();

    @Override
    public CompletionStage<List<Entry>> list(Kind kind, String owner, String after, int limit) {
      return CompletableFuture.completedStage(
          entries.entrySet().stream()
              .filter(its -> its.getKey().startsWith(kind + "/" + owner + "/"))
              .map(Map.Entry::getValue)
              .filter(its -> its.name().compareTo(after) > 0)
              .limit(limit)
              .toList());
    }

    @Override
    public CompletionStage<Done> add(Kind kind, String owner, Entry entry) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Done> remove(Kind kind, String owner, String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Optional<Entry>> find(Kind kind, String owner, String name) {
      throw new UnsupportedOperationException();
    }
  }
}
