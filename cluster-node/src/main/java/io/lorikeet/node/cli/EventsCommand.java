package io.lorikeet.node.cli;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorikeet events}. */
@Command(
    name = "events",
    description = "Prints uplinks, joins and downlinks as they happen (MQTT).")
public final class EventsCommand implements Callable<Integer> {

  private static final int MQTT_PORT = 1883;

  @Mixin ApplicationArgument application;

  @Option(names = "--device", paramLabel = "DEVICE", description = "Only of this device.")
  Optional<String> device;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Ends after so many (default: goes on until Ctrl-C).")
  Optional<Integer> count;

  @Option(
      names = "--mqtt",
      paramLabel = "URL",
      defaultValue = "${env:LORIKEET_MQTT:-}",
      description =
          "The broker, tcp://HOST:PORT or ssl://HOST:PORT (LORIKEET_MQTT; default: the API's host,"
              + " port 1883).")
  String mqtt;

  @Mixin ApiOptions api;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() throws InterruptedException {
    var broker = broker();
    var filter = device.map(id -> devicePath(id) + "/#").orElse(devicePath("+") + "/#");
    var output = api.output();
    var enough = new CompletableFuture<Void>();
    try (var subscription = new EventSubscription(broker, application.id, api.checkedKey())) {
      var printer = new Printer(output, enough);
      var end = subscription.open(filter, printer::print);
      CompletableFuture.anyOf(end, enough).get();
      return ExitCode.OK;
    } catch (ExecutionException | CompletionException e) {
      throw e.getCause() instanceof CommandFailed failed
          ? failed
          : CommandFailed.because(String.valueOf(e.getCause()));
    }
  }

  private String devicePath(String deviceId) {
    application.path();
    return application.id + "/devices/" + deviceId;
  }

  private URI broker() {
    var broker =
        mqtt.isEmpty() ? URI.create("tcp://" + api.url.getHost() + ":" + MQTT_PORT) : parsed();
    var scheme = String.valueOf(broker.getScheme());
    if (broker.getHost() == null
        || broker.getPort() < 1
        || !(scheme.equals("tcp") || scheme.equals("ssl"))) {
      throw api.wrong("--mqtt " + broker + ": expected such as tcp://127.0.0.1:1883");
    }
    return broker;
  }

  private URI parsed() {
    try {
      return URI.create(mqtt);
    } catch (IllegalArgumentException e) {
      throw api.wrong("--mqtt " + mqtt + ": expected such as tcp://127.0.0.1:1883");
    }
  }

  /** Prints messages until there were enough, or nobody reads any more. */
  private final class Printer {

    private final Output output;
    private final CompletableFuture<Void> enough;
    private int printed;

    Printer(Output output, CompletableFuture<Void> enough) {
      this.output = output;
      this.enough = enough;
    }

    void print(String topic, String content) {
      // Single fields of an uplink have topics of their own; the uplink itself holds them all.
      if (topic.contains("/up/") || enough.isDone()) {
        return;
      }
      output.line(api.json ? content : EventLine.ofEvent(topic, content, clock.instant()));
      printed++;
      if (output.closed() || count.map(wanted -> printed >= wanted).orElse(false)) {
        enough.complete(null);
      }
    }
  }
}
