package io.lorikeet.simulator.demo;

import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A handful of gateways and devices, so that there is something to see a minute after cloning. */
public final class Demo implements AutoCloseable {

  public static final String APPLICATION = "demo";

  private static final SimulationSettings.Population POPULATION =
      new SimulationSettings.Population(3, 4, 2);
  private static final SimulationSettings.Habits HABITS =
      new SimulationSettings.Habits(Duration.ofSeconds(5), Duration.ofSeconds(10), 0.2, 1);

  private final Simulation simulation;

  private Demo(Simulation simulation) {
    this.simulation = simulation;
  }

  /**
   * Where the demo finds its network.
   *
   * @param server Semtech UDP
   * @param adminKey needed at the first start with this data directory
   * @param data directory; the demo keeps demo-state.json in it
   */
  public record Settings(
      InetSocketAddress server,
      URI apiUrl,
      Optional<String> adminKey,
      String mqttHost,
      int mqttPort,
      Path data) {

    /** Without the key. */
    @Override
    public String toString() {
      return "Settings[" + server + ", " + apiUrl + ", " + data + "]";
    }
  }

  /** Creates what is missing, begins to send, and tells the user how to see it. */
  public static Demo start(Settings settings, PrintWriter out) {
    var simulation =
        Simulation.start(
            new SimulationSettings(
                settings.server(),
                settings.apiUrl(),
                settings.adminKey(),
                APPLICATION,
                settings.data().resolve("demo-state.json"),
                POPULATION,
                HABITS));
    explain(settings, simulation, out);
    return new Demo(simulation);
  }

  public SimulationCounts counts() {
    return simulation.counts();
  }

  /** Ends the demo; a later start goes on. */
  public void stop() {
    close();
  }

  @Override
  public void close() {
    simulation.close();
  }

  private static void explain(Settings settings, Simulation simulation, PrintWriter out) {
    var login =
        " -h "
            + settings.mqttHost()
            + " -p "
            + settings.mqttPort()
            + " -u "
            + APPLICATION
            + " -P "
            + simulation.applicationKey();
    out.println("Demo: " + POPULATION.gateways() + " gateways, and in application " + APPLICATION);
    out.println("  " + String.join(", ", simulation.deviceIds()));
    out.println("Watch their uplinks:");
    out.println("  mosquitto_sub" + login + " -v -t '" + APPLICATION + "/devices/+/up'");
    out.println("Send one something:");
    out.println(
        "  mosquitto_pub"
            + login
            + " -t '"
            + APPLICATION
            + "/devices/"
            + simulation.deviceIds().get(0)
            + "/down' -m '{\"port\":1,\"payload_raw\":\"AQ==\"}'");
    out.flush();
  }
}
