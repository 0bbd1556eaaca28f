package io.lorikeet.node.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lorikeet webhook}. */
@Command(
    name = "webhook",
    description = "Creates, lists and deletes URLs that messages are posted to.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      WebhookCommand.Create.class,
      WebhookCommand.ListAll.class,
      WebhookCommand.Delete.class
    })
public final class WebhookCommand {

  private static final String WEBHOOKS = "webhooks";

  @Command(name = "create", description = "Posts messages to a URL from now on.")
  static final class Create implements Callable<Integer> {

    @Mixin ApplicationArgument application;

    @Parameters(index = "1", paramLabel = "TARGET", description = "The URL to post to.")
    String target;

    @Option(names = "--id", paramLabel = "ID", description = "Its name (default: generated).")
    Optional<String> id;

    @Option(
        names = "--events",
        paramLabel = "EVENT",
        split = ",",
        description = "Only these, separated by commas, such as up,join,down/sent (default: all).")
    List<String> events = List.of();

    @Option(
        names = "--header",
        paramLabel = "NAME=TEXT",
        description = "Sent with every request; may be repeated.")
    Map<String, String> headers = Map.of();

    @Option(
        names = "--secret",
        paramLabel = "TEXT",
        description = "Signs every request (X-Lorikeet-Signature).")
    Optional<String> secret;

    @Mixin ApiOptions api;

    @Override
    public Integer call() {
      var body = ApiClient.object().put("url", target);
      id.ifPresent(name -> body.put("id", name));
      if (!events.isEmpty()) {
        events.forEach(body.putArray("events")::add);
      }
      if (!headers.isEmpty()) {
        headers.forEach(body.putObject("headers")::put);
      }
      secret.ifPresent(text -> body.put("secret", text));
      var created = api.client().post(application.path(WEBHOOKS), body);
      api.output().done("Created webhook " + Text.of(created.path("id")) + ".", created);
      return ExitCode.OK;
    }
  }

  @Command(name = "list", description = "Lists the webhooks of an application.")
  static final class ListAll implements Callable<Integer> {

    @Mixin ApplicationArgument application;
    @Mixin ApiOptions api;

    @Override
    public Integer call() {
      return api.list(
          application.path(WEBHOOKS),
          WEBHOOKS,
          "No webhook yet. Create one: ./lorikeet webhook create " + application.id + " URL",
          Column.of("WEBHOOK", "/id"),
          Column.of("URL", "/url"),
          new Column(
              "EVENTS",
              hook -> hook.path("events").isEmpty() ? "all" : Text.of(hook.path("events"))),
          Column.of("SIGNED", "/signed"));
    }
  }

  @Command(name = "delete", description = "Posts no more to this webhook.")
  static final class Delete implements Callable<Integer> {

    @Mixin ApplicationArgument application;

    @Parameters(index = "1", paramLabel = "ID", description = "Id of the webhook.")
    String id;

    @Mixin ApiOptions api;

    @Override
    public Integer call() {
      return api.delete(application.path(WEBHOOKS, id), "Deleted webhook " + id + ".");
    }
  }
}
