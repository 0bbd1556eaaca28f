package io.lorikeet.actors;

import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.router.UplinkEnd;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * What the network's entities count: {@code lorikeet.uplinks} (labels {@code outcome} and {@code
 * reason}) once per frame, however many gateways heard it; {@code lorikeet.downlinks} (label {@code
 * outcome}) once per request to a gateway; {@code lorikeet.uplink.latency} from a frame's arrival
 * to its being durable in the application's log; {@code lorikeet.uplink.hop}, {@code .join.hop} and
 * {@code .downlink.hop} the way to the end of each {@link Hop}; {@code lorikeet.mailbox.messages}
 * and {@code lorikeet.entity.stashed} (label {@code type}) what waits for entities; {@code
 * lorikeet.sharding.moves} how long shards take to change their node. Looked up once: there are
 * more entities than meters.
 */
public final class NetworkMeters {

  /** Milliseconds; a frame waits 200 for its copies. */
  private static final int[] LATENCY_STEPS = {
    220, 240, 260, 300, 350, 400, 500, 750, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000
  };

  /** Milliseconds. */
  private static final int[] MOVE_STEPS = {
    20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000
  };

  private final Map<UplinkEnd, Counter> uplinks = new EnumMap<>(UplinkEnd.class);
  private final Map<GatewayCommand.Outcome, Counter> downlinks =
      new EnumMap<>(GatewayCommand.Outcome.class);
  private final Map<Hop, Timer> hops = new EnumMap<>(Hop.class);
  private final Map<String, LongAdder> gauges = new ConcurrentHashMap<>();
  private final Timer uplinkLatency;
  private final MeterRegistry registry;

  NetworkMeters(MeterRegistry registry) {
    this.registry = registry;
    for (var hop : Hop.values()) {
      hops.put(hop, timer(registry, hop, hop.label()));
    }
    for (var end : UplinkEnd.values()) {
      uplinks.put(
          end,
          registry.counter(
              "lorikeet.uplinks",
              "outcome",
              FrameLog.label(end.outcome()),
              "reason",
              end.reason()));
    }
    for (var outcome : GatewayCommand.Outcome.values()) {
      downlinks.put(
          outcome, registry.counter("lorikeet.downlinks", "outcome", FrameLog.label(outcome)));
    }
    uplinkLatency =
        Timer.builder("lorikeet.uplink.latency")
            .serviceLevelObjectives(millis(LATENCY_STEPS))
            .register(registry);
  }

  /**
   * The timer of what comes after an uplink has been logged.
   *
   * @param kind of the delivery
   */
  public static Timer deliveryHop(MeterRegistry registry, String kind) {
    return timer(registry, Hop.LOGGED, kind);
  }

  private static Timer timer(MeterRegistry registry, Hop like, String label) {
    return Timer.builder(like.metric())
        .description("from where a frame's way begins to the end of this step of it")
        .tag("hop", label)
        .serviceLevelObjectives(millis(like.steps()))
        .register(registry);
  }

  private static Duration[] millis(int... steps) {
    return IntStream.of(steps).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }

  /** A frame, with all its copies, has come to its end. */
  public void uplink(UplinkEnd end) {
    uplinks.get(end).increment();
  }

  /** A gateway has taken a request for a downlink, or not. */
  public void downlink(GatewayCommand.Outcome outcome) {
    downlinks.get(outcome).increment();
  }

  /** A frame whose way began at {@code since} has come to the end of a step, at {@code now}. */
  public void reached(Hop hop, Instant since, Clock now) {
    reached(hop, since, now.millis());
  }

  /** The same, for who knows what time it is. */
  public void reached(Hop hop, Instant since, long nowMillis) {
    hops.get(hop).record(nowMillis - since.toEpochMilli(), TimeUnit.MILLISECONDS);
  }

  /** The messages that wait in the mailboxes of one type of entity on this node. */
  public LongAdder mailbox(String type) {
    return gauge("lorikeet.mailbox.messages", type, "messages that wait for entities");
  }

  /** The commands that entities of one type have put aside, while they recover or write. */
  public LongAdder stashed(String type) {
    return gauge("lorikeet.entity.stashed", type, "commands put aside by entities");
  }

  /** The messages that wait for being written to the logs on this node. */
  public LongAdder logBacklog() {
    return gauge("lorikeet.log.waiting", "application-log", "messages that are not stored yet");
  }

  private LongAdder gauge(String name, String type, String description) {
    return gauges.computeIfAbsent(
        name + " " + type,
        absent -> {
          var adder = new LongAdder();
          Gauge.builder(name, adder, LongAdder::sum)
              .description(description)
              .tag("type", type)
              .register(registry);
          return adder;
        });
  }

  /** From a shard's leaving a node until this node is told to host it. */
  public Timer moves(String type) {
    return Timer.builder("lorikeet.sharding.moves")
        .description("from a shard's leaving its node until this one hosts it")
        .tag("type", type)
        .serviceLevelObjectives(millis(MOVE_STEPS))
        .register(registry);
  }

  /** A frame is in the log this long after it reached this network. */
  public void logged(Duration sinceReceived) {
    uplinkLatency.record(sinceReceived);
  }
}
