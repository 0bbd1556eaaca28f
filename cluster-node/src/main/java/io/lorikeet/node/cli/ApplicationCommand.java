package io.lorikeet.node.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorikeet application}. */
@Command(
    name = "application",
    description = "Creates, lists, shows and deletes applications and their API keys.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      ApplicationCommand.Create.class,
      ApplicationCommand.ListAll.class,
      ApplicationCommand.Show.class,
      ApplicationCommand.Delete.class,
      ApplicationKeyCommand.class
    })
public final class ApplicationCommand {

  @Command(name = "create", description = "Creates an application (needs the admin key).")
  static final class Create implements Callable<Integer> {

    @Mixin ApplicationArgument application;

    @Option(names = "--name", paramLabel = "TEXT", description = "What people call it.")
    Optional<String> name;

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
    Optional<String> description;

    @Mixin ApiOptions api;

    @Override
    public Integer call() {
      var body = ApiClient.object().put("app_id", application.id);
      name.ifPresent(text -> body.put("name", text));
      description.ifPresent(text -> body.put("description", text));
      return api.create(
          ApiPath.of("applications"),
          body,
          "Created application %1$s. A key for it: ./lorikeet application key create %1$s"
              .formatted(application.id));
    }
  }

  @Command(name = "list", description = "Lists the applications (needs the admin key).")
  static final class ListAll implements Callable<Integer> {

    @Mixin ApiOptions api;

    @Override
    public Integer call() {
      return api.list(
          ApiPath.of("applications"),
          "applications",
          "No application yet. Create one: ./lorikeet application create APP",
          Column.of("APP", "/app_id"),
          Column.of("NAME", "/name"),
          Column.of("CREATED", "/created_at"));
    }
  }

  @Command(name = "show", description = "Shows an application.")
  static final class Show implements Callable<Integer> {

    @Mixin ApplicationArgument application;
    @Mixin ApiOptions api;

    @Override
    public Integer call() {
      return api.show(application.path());
    }
  }

  @Command(
      name = "delete",
      description = "Deletes an application; its devices must be deleted before.")
  static final class Delete implements Callable<Integer> {

    @Mixin ApplicationArgument application;
    @Mixin ApiOptions api;

    @Override
    public Integer call() {
      return api.delete(application.path(), "Deleted application " + application.id + ".");
    }
  }
}
