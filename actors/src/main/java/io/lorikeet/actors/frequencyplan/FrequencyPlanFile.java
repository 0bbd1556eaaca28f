package io.lorikeet.actors.frequencyplan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.lorikeet.protocol.region.Channel;
import io.lorikeet.protocol.region.FrequencyPlan;
import io.lorikeet.protocol.region.FrequencyPlan.Channels;
import io.lorikeet.protocol.region.FrequencyPlan.Dwell;
import io.lorikeet.protocol.region.FrequencyPlan.Rules;
import io.lorikeet.protocol.region.Region;
import io.lorikeet.protocol.region.Rx2;
import io.lorikeet.protocol.region.SubBand;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;

/** Reads a file of frequency plans: each key is a plan's name. The user guide has the fields. */
final class FrequencyPlanFile {

  /**
   * @param also other names of the plan
   */
  record Named(FrequencyPlan plan, List<String> also) {}

  private static final Set<String> FIELDS =
      Set.of(
          "description",
          "also",
          "region",
          "uplink",
          "lora-std",
          "fsk",
          "rx2",
          "dwell-time",
          "max-eirp",
          "sub-bands");

  private final String where;
  private final Config plan;

  private FrequencyPlanFile(String where, Config plan) {
    this.where = where;
    this.plan = plan;
  }

  /**
   * @param file how errors call it
   * @throws IllegalArgumentException if anything is wrong; it names the file, the plan and the
   *     field
   */
  static List<Named> read(String file, Config content) {
    return content.root().entrySet().stream()
        .map(entry -> read(file, entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Named read(String file, String id, ConfigValue value) {
    var where = "frequency plan file " + file + ": " + id;
    if (!(value instanceof ConfigObject object)) {
      throw new IllegalArgumentException(where + " is no object (expected: name { ... })");
    }
    return new FrequencyPlanFile(where, object.toConfig()).named(id);
  }

  private Named named(String id) {
    for (var field : plan.root().keySet()) {
      if (!FIELDS.contains(field)) {
        throw wrong(field, "is no field of a plan", null);
      }
    }
    var regionName = read("region", () -> plan.getString("region"));
    var region =
        Region.named(regionName).orElseThrow(() -> wrong("region", regionName + "?", null));
    var channels =
        new Channels(
            read("uplink", () -> uplink(region)),
            read("lora-std", () -> channel("lora-std")),
            read("fsk", () -> channel("fsk")));
    var rules =
        new Rules(
            read("rx2", () -> rx2(region)),
            read("dwell-time", this::dwell),
            read("max-eirp", () -> number("max-eirp")),
            read("sub-bands", () -> subBands(region)));
    var also =
        read("also", () -> plan.hasPath("also") ? plan.getStringList("also") : List.<String>of());
    var description =
        read("description", () -> plan.hasPath("description") ? plan.getString("description") : "");
    try {
      return new Named(new FrequencyPlan(id, description, region.name(), channels, rules), also);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + "." + e.getMessage(), e);
    }
  }

  private <T> T read(String field, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (ConfigException | IllegalArgumentException e) {
      throw wrong(field, e.getMessage(), e);
    }
  }

  private IllegalArgumentException wrong(String field, String message, Exception cause) {
    return new IllegalArgumentException(where + "." + field + ": " + message, cause);
  }

  /** A frequency alone has the data rates that the region's channels have. */
  private List<Channel> uplink(Region region) {
    var usual = region.uplinkChannels().get(0);
    return plan.getList("uplink").stream()
        .map(
            value -> {
              if (value.valueType() == ConfigValueType.NUMBER) {
                return new Channel(
                    ((Number) value.unwrapped()).longValue(),
                    usual.minDataRate(),
                    usual.maxDataRate());
              }
              if (value instanceof ConfigObject object) {
                var channel = object.toConfig();
                return new Channel(
                    channel.getLong("frequency"),
                    channel.getInt("min-data-rate"),
                    channel.getInt("max-data-rate"));
              }
              throw new IllegalArgumentException(value.unwrapped() + " (expected: Hz)");
            })
        .toList();
  }

  private Optional<Channel> channel(String field) {
    if (!plan.hasPath(field)) {
      return Optional.empty();
    }
    var channel = plan.getConfig(field);
    int dataRate = channel.getInt("data-rate");
    return Optional.of(new Channel(channel.getLong("frequency"), dataRate, dataRate));
  }

  private Optional<Rx2> rx2(Region region) {
    if (!plan.hasPath("rx2")) {
      return Optional.empty();
    }
    var rx2 = plan.getConfig("rx2");
    return Optional.of(
        new Rx2(
            rx2.hasPath("frequency") ? rx2.getLong("frequency") : region.rx2Frequency(),
            rx2.hasPath("data-rate") ? rx2.getInt("data-rate") : region.rx2DataRate()));
  }

  private Dwell dwell() {
    return new Dwell(flag("dwell-time.uplink"), flag("dwell-time.downlink"));
  }

  private Optional<Boolean> flag(String path) {
    return plan.hasPath(path) ? Optional.of(plan.getBoolean(path)) : Optional.empty();
  }

  private OptionalDouble number(String path) {
    return plan.hasPath(path) ? OptionalDouble.of(plan.getDouble(path)) : OptionalDouble.empty();
  }

  /** What a sub-band does not say is as in the region there, or in its first sub-band. */
  private List<SubBand> subBands(Region region) {
    if (!plan.hasPath("sub-bands")) {
      return List.of();
    }
    return plan.getConfigList("sub-bands").stream()
        .map(
            band -> {
              var usual = region.subBandOf(band.getLong("from")).orElse(region.subBands().get(0));
              return SubBand.upTo(
                  band.getLong("from"),
                  band.getLong("to"),
                  band.hasPath("duty-cycle") ? band.getDouble("duty-cycle") : usual.dutyCycle(),
                  band.hasPath("max-eirp")
                      ? (float) band.getDouble("max-eirp")
                      : usual.maxEirpDbm());
            })
        .toList();
  }
}
