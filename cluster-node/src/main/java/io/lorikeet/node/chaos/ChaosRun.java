package io.lorikeet.node.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** One fault after the other, on one cluster. */
final class ChaosRun {

  /** Until all devices send again: the nodes may have been through another fault just now. */
  private static final Duration RUN_UP = Duration.ofSeconds(15);

  private static final Duration BEFORE = Duration.ofSeconds(3);
  private static final Duration AFTER = Duration.ofSeconds(3);
  private static final Duration SETTLED = Duration.ofSeconds(15);
  private static final Duration LONGEST_SETTLING = Duration.ofSeconds(120);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int SHOWN = 20;

  private final Scale scale;
  private final List<Fault> faults;
  private final Consumer<String> say;

  ChaosRun(Scale scale, List<Fault> faults, Consumer<String> say) {
    this.scale = scale;
    this.faults = List.copyOf(faults);
    this.say = say;
  }

  /**
   * Starts a cluster and lets all faults happen to it; those that need another ground to another
   * one.
   *
   * @param data for the cluster, empty
   * @param seed of all chances
   */
  List<Verdict> run(Path data, long seed) throws Exception {
    var verdicts = new ArrayList<Verdict>();
    var random = new SplittableRandom(seed);
    for (var ground : Fault.Ground.values()) {
      var those = faults.stream().filter(fault -> fault.ground() == ground).toList();
      verdicts.addAll(
          those.stream()
              .filter(fault -> fault.impossible().isPresent())
              .map(Verdict::notRun)
              .toList());
      var possible = those.stream().filter(fault -> fault.impossible().isEmpty()).toList();
      if (!possible.isEmpty()) {
        var its = Files.createDirectories(data.resolve(ground.name().toLowerCase(Locale.ROOT)));
        verdicts.addAll(run(its, possible, ground, random.split()));
      }
    }
    return verdicts;
  }

  private List<Verdict> run(
      Path data, List<Fault> those, Fault.Ground ground, SplittableRandom random) throws Exception {
    var verdicts = new ArrayList<Verdict>();
    try (var stage = Stage.open(data, scale, ground, random, say)) {
      warmUp(stage);
      for (var fault : those) {
        var verdict = trial(stage, fault);
        verdicts.add(verdict);
        say.accept(verdict.holds() ? "held" : String.join("\n", verdict.violations()));
      }
    }
    return verdicts;
  }

  private void warmUp(Stage stage) throws InterruptedException {
    say.accept("warming up for " + scale.warmup().toSeconds() + " s");
    long from = stage.now();
    stage.renewGateways();
    stage.traffic().start(scale.warmup().multipliedBy(2).dividedBy(3));
    stage.pause(scale.warmup());
    if (scale.lasting()) {
      haveRead(stage);
    }
    stage.traffic().stop();
    settle(stage, from);
  }

  /**
   * A store that is minutes old has written only: with the first node that dies it would be busy
   * compiling what reads.
   */
  private void haveRead(Stage stage) throws InterruptedException {
    var node = stage.cluster().node(Stage.NODES);
    stage.say("before it counts, node " + node.number() + " dies and comes back");
    node.kill();
    stage.pause(Kills.DEAD);
    stage.startAgain(node);
    stage.awaitWell();
    stage.pause(AFTER);
  }

  private Verdict trial(Stage stage, Fault fault) throws Exception {
    stage.say("");
    stage.say(fault.what());
    stage.renewGateways();
    stage.traffic().start(RUN_UP);
    stage.pause(RUN_UP);
    long from = stage.now();
    var answers = stage.witness().answers().counts();
    long accepted = stage.downlinks().accepted();
    long heard = stage.witness().downlinks();
    var refused = Refused.by(stage.cluster().nodes(), Stage.NODES);
    stage.downlinks().start();
    stage.pause(BEFORE);
    fault.strike(stage);
    stage.awaitWell();
    stage.pause(AFTER);
    stage.downlinks().stop();
    stage.traffic().stop();
    long to = stage.now();
    settle(stage, from);
    tellLost(stage, from);
    var verdict =
        Judge.judge(
            fault,
            new Judge.Evidence(
                stage.witness().uplinks().between(from, to),
                stage.incidents().between(from, stage.now()),
                stage.deaths().stream().filter(its -> its.nanos() >= from).toList(),
                stage.witness().answers().counts().minus(answers),
                stage.downlinks().accepted() - accepted,
                stage.witness().downlinks() - heard,
                stage.overNanos().filter(at -> at > from),
                since(refused, Refused.by(stage.cluster().nodes(), Stage.NODES))));
    tellLate(stage, from, verdict);
    return verdict;
  }

  /** Writes down the devices that waited longest, if any waited too long. */
  private static void tellLate(Stage stage, long from, Verdict verdict) {
    var limit = verdict.fault().demands().back();
    var late =
        verdict.figures().gaps().waits().stream()
            .filter(its -> limit.filter(most -> its.time().compareTo(most) > 0).isPresent())
            .toList();
    for (var its : late.subList(Math.max(0, late.size() - SHOWN), late.size())) {
      var first = its.first();
      stage.note(
          String.format(
              Locale.ROOT,
              "late: %s/%d, sent at %.1f s, delivered %.1f s later, %s after a death, taken by %s",
              Population.devId(first.key().device()),
              first.key().fCnt(),
              (first.sentNanos() - from) / 1e9,
              (first.deliveredNanos().orElseThrow() - first.sentNanos()) / 1e9,
              Gaps.seconds(its.time()),
              first.receipts().stream().map(Uplinks.Receipt::node).toList()));
    }
  }

  private static OptionalLong since(OptionalLong before, OptionalLong after) {
    return before.isPresent() && after.isPresent()
        ? OptionalLong.of(after.getAsLong() - before.getAsLong())
        : OptionalLong.empty();
  }

  /** Says of the first that are lost what else is known. */
  private static void tellLost(Stage stage, long from) {
    var all = stage.witness().uplinks().between(from, stage.now());
    var lost = all.stream().filter(its -> its.deliveredNanos().isEmpty()).toList();
    if (lost.isEmpty()) {
      return;
    }
    var logged = stage.logged();
    for (var its : lost.subList(0, Math.min(SHOWN, lost.size()))) {
      var name = Population.devId(its.key().device()) + "/" + its.key().fCnt();
      stage.say(
          String.format(
              Locale.ROOT,
              "lost: %s, sent at %.1f s, taken by nodes %s, %s, %s",
              name,
              (its.sentNanos() - from) / 1e9,
              its.receipts().stream().map(Uplinks.Receipt::node).toList(),
              logged.contains(name) ? "the log has it" : "not in the log",
              next(its, all)
                  .map(at -> String.format(Locale.ROOT, "next at %.1f s", (at - from) / 1e9))
                  .orElse("no later one delivered")));
    }
  }

  /** When a later uplink of the device was first delivered. */
  private static Optional<Long> next(Uplinks.Seen lost, List<Uplinks.Seen> all) {
    return all.stream()
        .filter(its -> its.key().device() == lost.key().device())
        .filter(its -> its.key().fCnt() > lost.key().fCnt())
        .flatMap(its -> its.deliveredNanos().stream())
        .min(Long::compare);
  }

  /** Until all is delivered and devices have ended what they began, or nothing comes any more. */
  private void settle(Stage stage, long from) throws InterruptedException {
    var uplinks = stage.witness().uplinks();
    long begun = stage.now();
    long changed = begun;
    long deliveries = uplinks.deliveries();
    while (!(uplinks.complete(from) && stage.traffic().isQuiet())) {
      stage.pause(LOOK);
      if (uplinks.deliveries() != deliveries) {
        deliveries = uplinks.deliveries();
        changed = stage.now();
      }
      if (stage.now() - changed > SETTLED.toNanos() && stage.traffic().isQuiet()
          || stage.now() - begun > LONGEST_SETTLING.toNanos()) {
        break;
      }
    }
    say.accept(String.format(Locale.ROOT, "settled after %.1f s", (stage.now() - begun) / 1e9));
  }
}
