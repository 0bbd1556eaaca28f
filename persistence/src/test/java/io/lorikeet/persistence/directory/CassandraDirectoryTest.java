package io.lorikeet.persistence.directory;

import static io.lorikeet.persistence.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import io.lorikeet.actors.Directory;
import io.lorikeet.actors.Directory.Kind;
import io.lorikeet.persistence.TestStore;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(value = TestStore.LOCK, mode = ResourceAccessMode.READ)
class CassandraDirectoryTest {

  private static ActorSystem<Void> system;

  private final Directory directory = TestStore.store().directory(system);
  private final String owner = UUID.randomUUID().toString();

  @BeforeAll
  static void start() {
    system = TestStore.system("directory");
  }

  @AfterAll
  static void stop() {
    system.terminate();
  }

  @Test
  void names_are_listed_in_order_page_by_page() {
    add("c", "a", "b", "d");

    assertThat(list("", 3)).containsExactly("a", "b", "c");
    assertThat(list("c", 3)).containsExactly("d");
    assertThat(list("d", 3)).isEmpty();
  }

  @Test
  void a_list_may_be_longer_than_a_page_of_the_driver() {
    var names = IntStream.range(0, 1200).mapToObj("device-%04d"::formatted).toList();
    names.forEach(this::add);

    assertThat(list("", 5000)).isEqualTo(names);
  }

  @Test
  void a_name_added_twice_is_there_once_and_a_removed_one_is_gone() {
    add("a", "a", "b");
    await(directory.remove(Kind.DEVICE, owner, "b"));
    await(directory.remove(Kind.DEVICE, owner, "never"));

    assertThat(list("", 10)).containsExactly("a");
  }

  @Test
  void an_entry_is_found_by_its_name_and_replaced_under_it() {
    add("a");
    assertThat(await(directory.find(Kind.DEVICE, owner, "a")))
        .contains(new Directory.Entry("a", "key of a"));
    assertThat(await(directory.find(Kind.DEVICE, owner, "b"))).isEmpty();

    await(directory.add(Kind.DEVICE, owner, new Directory.Entry("a", "other")));
    assertThat(await(directory.find(Kind.DEVICE, owner, "a")))
        .contains(new Directory.Entry("a", "other"));
  }

  @Test
  void kinds_and_owners_do_not_mix() {
    add("a");
    await(directory.add(Kind.GATEWAY, Directory.NO_OWNER, new Directory.Entry(owner, "eui")));

    assertThat(await(directory.list(Kind.APPLICATION, owner, "", 10))).isEmpty();
    assertThat(await(directory.list(Kind.DEVICE, owner + "x", "", 10))).isEmpty();
    assertThat(await(directory.list(Kind.GATEWAY, Directory.NO_OWNER, "", 10)))
        .contains(new Directory.Entry(owner, "eui"));
  }

  private void add(String... names) {
    for (var name : names) {
      await(directory.add(Kind.DEVICE, owner, new Directory.Entry(name, "key of " + name)));
    }
  }

  private List<String> list(String after, int limit) {
    return await(directory.list(Kind.DEVICE, owner, after, limit)).stream()
        .map(Directory.Entry::name)
        .toList();
  }
}
