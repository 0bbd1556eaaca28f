package io.lorikeet.httpapi.access;

import io.lorikeet.actors.Network;
import io.lorikeet.actors.handler.ApplicationCommand;
import io.lorikeet.actors.handler.ApplicationCommand.ApiKey;
import io.lorikeet.actors.handler.ApplicationCommand.ApiKeyRights;
import io.lorikeet.actors.handler.ApplicationCommand.CheckApiKey;
import io.lorikeet.actors.handler.ApplicationCommand.GetApplication;
import io.lorikeet.actors.handler.ApplicationCommand.Rejected;
import io.lorikeet.actors.handler.Right;
import io.lorikeet.httpapi.web.Access;
import io.lorikeet.httpapi.web.Authorizer;
import io.lorikeet.httpapi.web.Ids;
import io.lorikeet.httpapi.web.Permission;
import io.lorikeet.httpapi.web.Permission.InApplication;
import io.lorikeet.httpapi.web.Problem;
import io.lorikeet.httpapi.web.ProblemException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The admin key may do everything; a key of an application may do within it what its rights say.
 */
public final class Credentials implements Authorizer {

  private final Network network;
  private final AdminKey admin;

  public Credentials(Network network, AdminKey admin) {
    this.network = network;
    this.admin = admin;
  }

  @Override
  public CompletionStage<Access> authorize(
      Permission permission, Optional<String> key, Map<String, String> parameters) {
    if (permission instanceof Permission.Everybody) {
      return CompletableFuture.completedFuture(Access.NOBODY);
    }
    if (key.isEmpty()) {
      return ProblemException.failed(
          Problem.unauthorized("no key (expected: Authorization: Bearer KEY)"));
    }
    var isAdmin = admin.matches(key.get());
    if (permission instanceof InApplication inApplication) {
      var applicationId = parameters.get("app_id");
      return isAdmin
          ? adminIn(applicationId)
          : memberOf(applicationId, key.get(), inApplication.right());
    }
    return isAdmin ? CompletableFuture.completedFuture(Access.ADMIN) : notAdmin(key.get());
  }

  /** A key of whichever application is no reason to doubt the caller, only not enough here. */
  private static CompletionStage<Access> notAdmin(String key) {
    return ProblemException.failed(
        Secrets.isApiKey(key)
            ? Problem.forbidden("this needs the admin key")
            : Problem.unauthorized("this key is not known"));
  }

  private CompletionStage<Access> adminIn(String applicationId) {
    if (Ids.parse(applicationId).isEmpty()) {
      return noApplication(applicationId);
    }
    return network
        .application(applicationId, GetApplication::new)
        .thenCompose(
            reply ->
                reply instanceof Rejected
                    ? noApplication(applicationId)
                    : CompletableFuture.completedFuture(Access.ADMIN));
  }

  private static CompletionStage<Access> noApplication(String applicationId) {
    return ProblemException.failed(Problem.notFound("there is no application " + applicationId));
  }

  /** Who has no key of an application does not learn whether it exists. */
  private CompletionStage<Access> memberOf(
      String applicationId, String key, Optional<Right> needed) {
    if (Ids.parse(applicationId).isEmpty() || !Secrets.isApiKey(key)) {
      return unknownKey(applicationId);
    }
    return network
        .application(applicationId, replyTo -> new CheckApiKey(ApiKey.hash(key), replyTo))
        .thenCompose(reply -> admit(applicationId, rightsOf(reply), needed));
  }

  private static Set<Right> rightsOf(ApplicationCommand.Reply reply) {
    return reply instanceof ApiKeyRights found ? found.rights() : Set.of();
  }

  private static CompletionStage<Access> admit(
      String applicationId, Set<Right> rights, Optional<Right> needed) {
    if (rights.isEmpty()) {
      return unknownKey(applicationId);
    }
    if (needed.isPresent() && !rights.contains(needed.get())) {
      return ProblemException.failed(
          Problem.forbidden("this needs a key with the right " + needed.get()));
    }
    return CompletableFuture.completedFuture(new Access(false, rights));
  }

  private static CompletionStage<Access> unknownKey(String applicationId) {
    return ProblemException.failed(
        Problem.unauthorized("this key is not known in application " + applicationId));
  }
}
