package io.lorikeet.httpapi.device;

import io.lorikeet.actors.networkserver.adr.AdrSettings;
import io.lorikeet.actors.networkserver.adr.AdrSettings.Fixed;
import io.lorikeet.actors.networkserver.adr.AdrSettings.Mode;
import io.lorikeet.actors.networkserver.adr.AdrSettings.Range;
import io.lorikeet.actors.networkserver.mac.MacParameters.Backoff;
import io.lorikeet.actors.networkserver.mac.MacSettings;
import io.lorikeet.actors.networkserver.mac.MacSettings.PingSlots;
import io.lorikeet.httpapi.web.Validation;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a caller wants MAC commands to bring a device to. */
final class MacInput {

  private static final int MAX_INDEX = 15;
  private static final int MAX_EXPONENT = 15;
  private static final double MIN_MARGIN_DB = -20;
  private static final double MAX_MARGIN_DB = 50;
  private static final int YEAR_SECONDS = 366 * 24 * 3600;
  private static final long MAX_FREQUENCY = 3_000_000_000L;

  /** A device keeps 16 channels, and the default ones are among them. */
  private static final int MAX_BUILT_IN = 15;

  private MacInput() {}

  static MacSettings read(Validation fields) {
    var defaults = MacSettings.DEFAULT;
    return new MacSettings(
        fields.object("adr").map(MacInput::adr).orElse(defaults.adr()),
        integer(fields, "dev_status_period", 0, YEAR_SECONDS).orElse(0),
        integer(fields, "max_duty_cycle", 0, MAX_EXPONENT).orElse(0),
        fields.object("ping_slot").flatMap(MacInput::pingSlots),
        fields.integer("beacon_frequency", 0, MAX_FREQUENCY).map(MacInput::sayable),
        fields.object("backoff").map(MacInput::backoff),
        fields.has("factory_frequencies")
            ? Optional.of(
                fields.integers("factory_frequencies", MAX_BUILT_IN, 1, MAX_FREQUENCY).stream()
                    .map(MacInput::sayable)
                    .toList())
            : Optional.empty());
  }

  /** MAC commands count frequencies in steps of 100 Hz, above 2.4 GHz in steps of 200. */
  private static long sayable(long hz) {
    long step = hz < 2_400_000_000L ? 100 : 200;
    return hz / step * step;
  }

  private static AdrSettings adr(Validation fields) {
    var modes = Stream.of(Mode.values()).map(MacInput::name).toList();
    var mode =
        fields.parsed(
            "mode",
            "one of " + modes,
            text -> Stream.of(Mode.values()).filter(its -> name(its).equals(text)).findFirst());
    var any = Range.ANY;
    int minRate = integer(fields, "min_data_rate", 0, MAX_INDEX).orElse(any.minDataRate());
    int minPower = integer(fields, "min_tx_power", 0, MAX_INDEX).orElse(any.minTxPower());
    int minTimes = integer(fields, "min_nb_trans", 1, MAX_INDEX).orElse(any.minNbTrans());
    return new AdrSettings(
        mode.orElse(Mode.DYNAMIC),
        fields.number("margin", MIN_MARGIN_DB, MAX_MARGIN_DB).orElse(AdrSettings.USUAL_MARGIN_DB),
        new Range(
            minRate,
            atLeast(fields, "max_data_rate", minRate, any.maxDataRate()),
            minPower,
            atLeast(fields, "max_tx_power", minPower, any.maxTxPower()),
            minTimes,
            atLeast(fields, "max_nb_trans", minTimes, Math.max(minTimes, any.maxNbTrans()))),
        new Fixed(
            integer(fields, "data_rate", 0, MAX_INDEX),
            integer(fields, "tx_power", 0, MAX_INDEX),
            integer(fields, "nb_trans", 1, MAX_INDEX)));
  }

  static String name(Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  /** The upper end of a range; a wrong one is taken as right, as it has been reported. */
  private static int atLeast(Validation fields, String field, int min, int absent) {
    return integer(fields, field, min, MAX_INDEX).orElse(absent);
  }

  private static Optional<PingSlots> pingSlots(Validation fields) {
    fields.require("frequency", "data_rate");
    var frequency = fields.integer("frequency", 0, MAX_FREQUENCY).map(MacInput::sayable);
    var dataRate = integer(fields, "data_rate", 0, MAX_INDEX);
    return frequency.flatMap(hz -> dataRate.map(rate -> new PingSlots(hz, rate)));
  }

  private static Backoff backoff(Validation fields) {
    var usual = Backoff.DEFAULT;
    return new Backoff(
        exponent(fields, "adr_limit_exponent", usual.adrLimitExponent()),
        exponent(fields, "adr_delay_exponent", usual.adrDelayExponent()),
        exponent(fields, "rejoin_time_exponent", usual.rejoinTimeExponent()),
        exponent(fields, "rejoin_count_exponent", usual.rejoinCountExponent()));
  }

  private static int exponent(Validation fields, String field, int absent) {
    return integer(fields, field, 0, MAX_EXPONENT).orElse(absent);
  }

  private static Optional<Integer> integer(Validation fields, String field, int min, int max) {
    return fields.integer(field, min, max).map(Long::intValue);
  }
}
