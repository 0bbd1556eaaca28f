package io.lorikeet.node.crash;

import akka.actor.AddressFromURIString;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A member with a watch, and nothing else. Its failure detector waits for an hour: whoever is
 * removed is removed by the watch.
 */
final class WatchedNode {

  private static final String CONFIG =
      """
      akka {
        loglevel = ERROR
        remote.artery.canonical.port = 0
        # Its sockets are closed, and the cluster is not told.
        coordinated-shutdown.run-by-actor-system-terminate = off
        cluster.failure-detector.acceptable-heartbeat-pause = 1 h
      }
      """;

  private WatchedNode() {}

  static ActorSystem<Void> start(String moreConfig) {
    var config =
        ConfigFactory.parseString(moreConfig)
            .withFallback(ConfigFactory.parseString(CONFIG))
            .withFallback(ConfigFactory.parseResources("cluster.conf"))
            .withFallback(ConfigFactory.load());
    var system = ActorSystem.<Void>create(Behaviors.empty(), "network", config.resolve());
    CrashWatch.start(system);
    return system;
  }

  /** One that can be killed. */
  static Process fork(ActorSystem<?> member) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx128m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(WatchedNode.class.getName(), member.address().toString()));
    return new ProcessBuilder(command).inheritIO().start();
  }

  /** Joins the member at the address. */
  public static void main(String[] address) {
    var system = start("");
    Cluster.get(system).manager().tell(Join.create(AddressFromURIString.parse(address[0])));
  }
}
