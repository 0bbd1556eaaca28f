package io.lorikeet.httpapi.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorikeet.actors.networkserver.MacDetails;
import io.lorikeet.actors.networkserver.adr.AdrDecision;
import io.lorikeet.actors.networkserver.adr.AdrSettings;
import io.lorikeet.actors.networkserver.mac.Ask;
import io.lorikeet.actors.networkserver.mac.LinkMemory;
import io.lorikeet.actors.networkserver.mac.MacParameters;
import io.lorikeet.actors.networkserver.mac.MacSettings;
import io.lorikeet.httpapi.web.Json;
import java.util.Locale;

/** What MAC commands are to bring a device to, and how that stands, in JSON. */
final class MacJson {

  private MacJson() {}

  /** The fields that {@link MacInput} reads. */
  static ObjectNode settings(MacSettings mac) {
    var json = Json.object();
    json.set("adr", adr(mac.adr()));
    json.put("dev_status_period", mac.statusPeriodSeconds())
        .put("max_duty_cycle", mac.maxDutyCycle());
    mac.pingSlots()
        .ifPresent(
            slots ->
                json.putObject("ping_slot")
                    .put("frequency", slots.frequencyHz())
                    .put("data_rate", slots.dataRate()));
    mac.beaconFrequencyHz().ifPresent(hz -> json.put("beacon_frequency", hz));
    mac.backoff().ifPresent(backoff -> json.set("backoff", backoff(backoff)));
    mac.builtInFrequencies()
        .ifPresent(all -> all.forEach(json.putArray("factory_frequencies")::add));
    return json;
  }

  private static ObjectNode adr(AdrSettings adr) {
    var json =
        Json.object()
            .put("mode", MacInput.name(adr.mode()))
            .put("margin", adr.marginDb())
            .put("min_data_rate", adr.range().minDataRate())
            .put("max_data_rate", adr.range().maxDataRate())
            .put("min_tx_power", adr.range().minTxPower())
            .put("max_tx_power", adr.range().maxTxPower())
            .put("min_nb_trans", adr.range().minNbTrans())
            .put("max_nb_trans", adr.range().maxNbTrans());
    adr.fixed().dataRate().ifPresent(rate -> json.put("data_rate", rate));
    adr.fixed().txPower().ifPresent(power -> json.put("tx_power", power));
    adr.fixed().nbTrans().ifPresent(times -> json.put("nb_trans", times));
    return json;
  }

  private static ObjectNode backoff(MacParameters.Backoff backoff) {
    var json =
        Json.object()
            .put("adr_limit_exponent", backoff.adrLimitExponent())
            .put("adr_delay_exponent", backoff.adrDelayExponent());
    if (backoff.rejoinTimeExponent() != MacParameters.UNKNOWN) {
      json.put("rejoin_time_exponent", backoff.rejoinTimeExponent());
    }
    if (backoff.rejoinCountExponent() != MacParameters.UNKNOWN) {
      json.put("rejoin_count_exponent", backoff.rejoinCountExponent());
    }
    return json;
  }

  static ObjectNode state(MacDetails mac) {
    var state = mac.state();
    var json = Json.object();
    json.set("current", parameters(state.current()));
    json.set("desired", parameters(mac.desired()));
    var requests = json.putArray("requests");
    state.asks().forEach(ask -> requests.add(request(ask)));
    refused(json, state.link());
    state
        .status()
        .ifPresent(
            status ->
                json.putObject("status")
                    .put("battery", status.battery())
                    .put("margin", status.margin())
                    .put("at", status.at().toString()));
    state.link().decision().ifPresent(decision -> json.set("adr", decision(decision)));
    return json;
  }

  private static void refused(ObjectNode json, LinkMemory link) {
    var rates = json.putArray("refused_data_rates");
    link.refusedDataRates().forEach(rates::add);
    var powers = json.putArray("refused_tx_powers");
    link.refusedTxPowers().forEach(powers::add);
  }

  private static ObjectNode parameters(MacParameters uses) {
    var json = Json.object();
    if (uses.link().dataRate() != MacParameters.UNKNOWN) {
      json.put("data_rate", uses.link().dataRate());
    }
    json.put("tx_power", uses.link().txPower())
        .put("nb_trans", uses.link().nbTrans())
        .put("rx1_delay", uses.windows().rx1DelaySeconds())
        .put("rx1_dr_offset", uses.windows().rx1DrOffset())
        .put("rx2_data_rate", uses.windows().rx2DataRate())
        .put("rx2_frequency", uses.windows().rx2FrequencyHz())
        .put("max_duty_cycle", uses.sending().maxDutyCycle())
        .put("uplink_dwell_time", uses.sending().uplinkDwellTime())
        .put("downlink_dwell_time", uses.sending().downlinkDwellTime())
        .put("max_eirp_index", uses.sending().maxEirp());
    var enabled = json.putArray("enabled_channels");
    uses.enabled().forEach(enabled::add);
    var channels = json.putArray("channels");
    uses.channels().forEach((index, channel) -> channels.add(channel(index, channel)));
    if (uses.classB().pingPeriodicity() != MacParameters.UNKNOWN) {
      json.put("ping_slot_periodicity", uses.classB().pingPeriodicity());
    }
    json.putObject("ping_slot")
        .put("frequency", uses.classB().pingFrequencyHz())
        .put("data_rate", uses.classB().pingDataRate());
    json.put("beacon_frequency", uses.classB().beaconFrequencyHz());
    json.set("backoff", backoff(uses.backoff()));
    return json;
  }

  private static ObjectNode channel(int index, MacParameters.DeviceChannel channel) {
    var json =
        Json.object()
            .put("index", index)
            .put("frequency", channel.frequencyHz())
            .put("min_data_rate", channel.minDataRate())
            .put("max_data_rate", channel.maxDataRate());
    if (channel.downlinkHz() != 0) {
      json.put("downlink_frequency", channel.downlinkHz());
    }
    return json;
  }

  private static ObjectNode request(Ask ask) {
    var json =
        Json.object()
            .put("command", ask.commands().get(0).getClass().getSimpleName())
            .put("bytes", ask.request().toString())
            .put("state", ask.outcome().name().toLowerCase(Locale.ROOT))
            .put("tries", ask.tries())
            .put("rounds", ask.rounds());
    if (ask.outcome() == Ask.Outcome.GIVEN_UP) {
      json.put("reason", "not answered");
    } else if (!ask.reason().isEmpty()) {
      json.put("reason", ask.reason());
    }
    return json;
  }

  private static ObjectNode decision(AdrDecision decision) {
    return Json.object()
        .put("data_rate", decision.wanted().dataRate())
        .put("tx_power", decision.wanted().txPower())
        .put("nb_trans", decision.wanted().nbTrans())
        .put("reason", decision.reason().name().toLowerCase(Locale.ROOT))
        .put("margin", decision.marginDb())
        .put("uplinks", decision.uplinks())
        .put("loss", decision.loss());
  }
}
