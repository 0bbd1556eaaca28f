package io.lorikeet.node.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lorikeet gateway}. */
@Command(
    name = "gateway",
    description = "Registers, lists, shows and deletes gateways.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      GatewayCommand.Create.class,
      GatewayCommand.ListAll.class,
      GatewayCommand.Show.class,
      GatewayCommand.Delete.class
    })
public final class GatewayCommand {

  private static final String GATEWAYS = "gateways";

  /** The gateway that a command is about. */
  static final class GatewayArgument {

    @Parameters(index = "0", paramLabel = "GATEWAY", description = "Id of the gateway.")
    String id;

    ApiPath path() {
      return ApiPath.of(GATEWAYS, id);
    }
  }

  /** Where its antenna is. */
  static final class Location {

    @Option(
        names = "--latitude",
        paramLabel = "DEGREES",
        required = true,
        description = "North of the equator.")
    double latitude;

    @Option(
        names = "--longitude",
        paramLabel = "DEGREES",
        required = true,
        description = "East of Greenwich.")
    double longitude;

    @Option(names = "--altitude", paramLabel = "METRES", description = "Above the sea.")
    Optional<Double> altitude;
  }

  @Command(name = "create", description = "Registers a gateway (needs the admin key).")
  static final class Create implements Callable<Integer> {

    @Mixin GatewayArgument gateway;

    @Option(
        names = {"--eui", "--gateway-eui"},
        paramLabel = "HEX",
        required = true,
        description = "Its EUI, 16 digits; the packet forwarder calls it gateway_ID.")
    String eui;

    @Option(
        names = "--frequency-plan",
        paramLabel = "PLAN",
        defaultValue = "EU_863_870",
        description = "Where it sends (default: ${DEFAULT-VALUE}).")
    String frequencyPlan;

    @ArgGroup(exclusive = false, multiplicity = "0..1")
    Location location;

    @Option(names = "--antenna-gain", paramLabel = "DBI", description = "Over isotropic.")
    Optional<Double> antennaGain;

    @Option(names = "--description", paramLabel = "TEXT", description = "What or where it is.")
    Optional<String> description;

    @Mixin ApiOptions api;

    @Override
    public Integer call() {
      var body = ApiClient.object().put("gateway_id", gateway.id).put("gateway_eui", eui);
      body.put("frequency_plan", frequencyPlan);
      Optional.ofNullable(location)
          .ifPresent(
              place -> {
                var json = body.putObject("location");
                json.put("latitude", place.latitude).put("longitude", place.longitude);
                place.altitude.ifPresent(metres -> json.put("altitude", metres));
              });
      antennaGain.ifPresent(gain -> body.put("antenna_gain", gain));
      description.ifPresent(text -> body.put("description", text));
      return api.create(ApiPath.of(GATEWAYS), body, "Created gateway " + gateway.id + ".");
    }
  }

  @Command(name = "list", description = "Lists the gateways, and which are connected.")
  static final class ListAll implements Callable<Integer> {

    @Mixin ApiOptions api;

    @Override
    public Integer call() {
      return api.list(
          ApiPath.of(GATEWAYS),
          GATEWAYS,
          "No gateway yet. Register one: ./lorikeet help gateway create",
          Column.of("GATEWAY", "/gateway_id"),
          Column.of("EUI", "/gateway_eui"),
          Column.of("CONNECTED", "/status/connected"),
          Column.of("LAST SEEN", "/status/last_seen"),
          Column.of("UPLINKS", "/status/counters/uplinks"),
          Column.of("DOWNLINKS", "/status/counters/downlinks_sent"));
    }
  }

  @Command(name = "show", description = "Shows a gateway, its connection and its counters.")
  static final class Show implements Callable<Integer> {

    @Mixin GatewayArgument gateway;
    @Mixin ApiOptions api;

    @Override
    public Integer call() {
      return api.show(gateway.path());
    }
  }

  @Command(name = "delete", description = "Deletes a gateway (needs the admin key).")
  static final class Delete implements Callable<Integer> {

    @Mixin GatewayArgument gateway;
    @Mixin ApiOptions api;

    @Override
    public Integer call() {
      return api.delete(gateway.path(), "Deleted gateway " + gateway.id + ".");
    }
  }
}
