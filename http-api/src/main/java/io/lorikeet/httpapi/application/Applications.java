package io.lorikeet.httpapi.application;

import akka.actor.typed.ActorRef;
import io.lorikeet.actors.Network;
import io.lorikeet.actors.handler.ApplicationCommand;
import io.lorikeet.actors.handler.ApplicationCommand.ApplicationDetails;
import io.lorikeet.actors.handler.ApplicationCommand.GetApplication;
import io.lorikeet.actors.handler.ApplicationCommand.Rejected;
import io.lorikeet.actors.handler.ApplicationCommand.Removed;
import io.lorikeet.httpapi.web.Problem;
import io.lorikeet.httpapi.web.ProblemException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Asks applications, and turns their refusals into problems. */
final class Applications {

  private final Network network;

  Applications(Network network) {
    this.network = network;
  }

  /** The application as it is; fails with 404 when there is none. */
  CompletionStage<ApplicationDetails> get(String applicationId) {
    return change(applicationId, "application", GetApplication::new);
  }

  /**
   * A command whose answer is the application as it is then.
   *
   * @param item what the command is about, for the problem
   */
  CompletionStage<ApplicationDetails> change(
      String applicationId,
      String item,
      Function<ActorRef<ApplicationCommand.Reply>, ApplicationCommand> command) {
    return network
        .application(applicationId, command)
        .thenApply(
            reply -> {
              if (reply instanceof ApplicationDetails details) {
                return details;
              }
              throw refusal(applicationId, item, reply);
            });
  }

  /** A command that takes something away, answered with what is left or nothing. */
  CompletionStage<Void> remove(
      String applicationId,
      String item,
      Function<ActorRef<ApplicationCommand.Reply>, ApplicationCommand> command) {
    return network
        .application(applicationId, command)
        .thenAccept(
            reply -> {
              if (!(reply instanceof Removed) && !(reply instanceof ApplicationDetails)) {
                throw refusal(applicationId, item, reply);
              }
            });
  }

  private static RuntimeException refusal(
      String applicationId, String item, ApplicationCommand.Reply reply) {
    if (!(reply instanceof Rejected rejected)) {
      return new IllegalStateException("reply: " + reply.getClass().getName());
    }
    return new ProblemException(
        switch (rejected.reason()) {
          case NOT_FOUND -> Problem.notFound("there is no application " + applicationId);
          case ALREADY_EXISTS ->
              Problem.conflict("there is an application " + applicationId + " already");
          case ITEM_NOT_FOUND ->
              Problem.notFound("there is no such %s in %s".formatted(item, applicationId));
          case TOO_MANY ->
              Problem.conflict("%s has no room for one more %s".formatted(applicationId, item));
        });
  }
}
