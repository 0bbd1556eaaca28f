package io.lorikeet.actors.frequencyplan;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.lorikeet.protocol.region.FrequencyPlan;
import io.lorikeet.protocol.region.Region;
import io.lorikeet.protocol.region.Revision;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The frequency plans that gateways and devices may have: those that come with the network, and the
 * operator's ({@code lorikeet.frequency-plans.directory}), which win over them. They are read here
 * and not in {@code protocol}, which opens no files and has no parser.
 */
public final class FrequencyPlans implements Extension {

  /** What {@link #named} accepts, for messages. */
  public static final String EXPECTED =
      "the name of a frequency plan, as EU_863_870, or of a region, as EU868";

  private static final List<String> BUILT_IN =
      List.of(
          "eu868", "eu433", "us915", "au915", "as923", "as923_2", "as923_3", "as923_4", "cn470",
          "cn779", "in865", "kr920", "ru864", "ism2400");

  private static final ExtensionId<FrequencyPlans> ID =
      new ExtensionId<>() {
        @Override
        public FrequencyPlans createExtension(ActorSystem<?> system) {
          return load(system.settings().config());
        }
      };

  /** Keys in order, no comments, no blanks: what is written differently is the same. */
  private static final ConfigRenderOptions CONCISE = ConfigRenderOptions.concise();

  private record Entry(FrequencyPlan plan, Map<Revision, Region> regions) {}

  private final Map<String, FrequencyPlan> plans = new LinkedHashMap<>();
  private final Map<String, Entry> byName = new HashMap<>();

  /**
   * The plans of this actor system.
   *
   * @throws IllegalArgumentException if a file is wrong; it names the file and the field
   */
  public static FrequencyPlans of(ActorSystem<?> system) {
    return system.registerExtension(ID);
  }

  /**
   * Reads the plans.
   *
   * @param config with {@code lorikeet.frequency-plans}
   * @throws IllegalArgumentException if a file is wrong; it names the file and the field
   */
  public static FrequencyPlans load(Config config) {
    var plans = new FrequencyPlans();
    for (var name : BUILT_IN) {
      var file = ConfigFactory.parseResources(FrequencyPlans.class, name + ".conf");
      plans.add(FrequencyPlanFile.read(name + ".conf", file));
    }
    var directory = config.getString("lorikeet.frequency-plans.directory");
    if (!directory.isEmpty()) {
      plans.addAll(Path.of(directory));
    }
    return plans;
  }

  /**
   * The operator's own plans, each with a hash of what is in it: for nodes to compare. Those that
   * come with the network are left out, as they belong to its version.
   *
   * @param config with {@code lorikeet.frequency-plans}
   * @throws IllegalArgumentException if a file cannot be read
   */
  public static Map<String, String> fingerprints(Config config) {
    var directory = config.getString("lorikeet.frequency-plans.directory");
    var prints = new TreeMap<String, String>();
    if (!directory.isEmpty()) {
      for (var file : files(Path.of(directory))) {
        parsed(file)
            .root()
            .forEach((name, plan) -> prints.put(name, fingerprint(plan.render(CONCISE))));
      }
    }
    return prints;
  }

  private static String fingerprint(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }

  private FrequencyPlans() {}

  private void addAll(Path directory) {
    var seen = new HashMap<String, File>();
    for (var file : files(directory)) {
      var named = FrequencyPlanFile.read(file.getPath(), parsed(file));
      for (var plan : named) {
        var other = seen.put(plan.plan().id(), file);
        if (other != null) {
          throw new IllegalArgumentException(
              "frequency plan " + plan.plan().id() + " is in " + other + " and in " + file);
        }
      }
      add(named);
    }
  }

  private static List<File> files(Path directory) {
    try (var files = Files.list(directory)) {
      return files
          .map(Path::toFile)
          .filter(file -> file.getName().endsWith(".conf") || file.getName().endsWith(".json"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "lorikeet.frequency-plans.directory: " + directory + " cannot be read", e);
    }
  }

  private static Config parsed(File file) {
    try {
      return ConfigFactory.parseFile(file).resolve();
    } catch (ConfigException e) {
      throw new IllegalArgumentException("frequency plan file " + file + ": " + e.getMessage(), e);
    }
  }

  private void add(Collection<FrequencyPlanFile.Named> added) {
    for (var named : added) {
      var plan = named.plan();
      var regions = new EnumMap<Revision, Region>(Revision.class);
      for (var revision : Revision.values()) {
        regions.put(revision, plan.region(revision));
      }
      var entry = new Entry(plan, regions);
      plans.put(plan.id(), plan);
      byName.put(key(plan.id()), entry);
      named.also().forEach(name -> byName.put(key(name), entry));
    }
  }

  private static String key(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** All plans, one after the other as the files have them. */
  public Collection<FrequencyPlan> all() {
    return List.copyOf(plans.values());
  }

  /**
   * The plan with this name, in either case: its own, as {@code US_902_928_FSB_2}, or another one
   * that it also has, as {@code US915}.
   */
  public Optional<FrequencyPlan> named(String name) {
    return Optional.ofNullable(byName.get(key(name))).map(Entry::plan);
  }

  /**
   * The plan of a gateway or device that is registered with it.
   *
   * @throws IllegalStateException if there is no such plan any more
   */
  public FrequencyPlan get(String name) {
    return entry(name).plan();
  }

  /**
   * The region as its plan uses it.
   *
   * @throws IllegalStateException if there is no such plan any more
   */
  public Region region(String name, Revision revision) {
    return entry(name).regions().get(revision);
  }

  private Entry entry(String name) {
    var entry = byName.get(key(name));
    if (entry == null) {
      throw new IllegalStateException(
          "frequency plan " + name + " is in no file (lorikeet.frequency-plans.directory)");
    }
    return entry;
  }
}
