package io.lorikeet.node.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lorikeet application key}. */
@Command(
    name = "key",
    description = "Creates, lists and revokes the API keys of an application.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      ApplicationKeyCommand.Create.class,
      ApplicationKeyCommand.ListAll.class,
      ApplicationKeyCommand.Delete.class
    })
final class ApplicationKeyCommand {

  private static final String KEYS = "api-keys";

  @Command(name = "create", description = "Creates an API key and prints it, this once.")
  static final class Create implements Callable<Integer> {

    @Mixin ApplicationArgument application;

    @Option(
        names = "--rights",
        paramLabel = "RIGHT",
        split = ",",
        defaultValue = "messages:up:r,messages:down:w",
        description = {
          "What it may do, separated by commas (default: ${DEFAULT-VALUE}):",
          "messages:up:r (read uplinks and events), messages:down:w (send downlinks), devices,"
              + " devices:keys (see their keys), settings (webhooks, API keys), delete (the"
              + " application)."
        })
    List<String> rights;

    @Option(
        names = "--name",
        paramLabel = "TEXT",
        defaultValue = "command line",
        description = "What people know it by (default: ${DEFAULT-VALUE}).")
    String name;

    @Mixin ApiOptions api;

    @Override
    public Integer call() {
      var body = ApiClient.object().put("name", name);
      rights.forEach(body.putArray("rights")::add);
      var created = api.client().post(application.path(KEYS), body);
      api.output().thing(created);
      if (!api.json) {
        api.output().note("The key is not shown again.");
      }
      return ExitCode.OK;
    }
  }

  @Command(name = "list", description = "Lists the API keys, without the keys themselves.")
  static final class ListAll implements Callable<Integer> {

    @Mixin ApplicationArgument application;
    @Mixin ApiOptions api;

    @Override
    public Integer call() {
      return api.list(
          application.path(KEYS),
          "api_keys",
          "No API key yet. Create one: ./lorikeet application key create " + application.id,
          Column.of("ID", "/id"),
          Column.of("NAME", "/name"),
          Column.of("RIGHTS", "/rights"),
          Column.of("CREATED", "/created_at"));
    }
  }

  @Command(name = "delete", description = "Revokes an API key.")
  static final class Delete implements Callable<Integer> {

    @Mixin ApplicationArgument application;

    @Parameters(index = "1", paramLabel = "ID", description = "Id of the key, as list shows it.")
    String id;

    @Mixin ApiOptions api;

    @Override
    public Integer call() {
      return api.delete(application.path(KEYS, id), "Revoked API key " + id + ".");
    }
  }
}
