package io.lorikeet.httpapi.gateway;

import static akka.http.javadsl.model.HttpMethods.DELETE;
import static akka.http.javadsl.model.HttpMethods.GET;
import static akka.http.javadsl.model.HttpMethods.PATCH;
import static akka.http.javadsl.model.HttpMethods.POST;
import static io.lorikeet.actors.Directory.NO_OWNER;

import akka.http.javadsl.model.HttpResponse;
import akka.stream.Materializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorikeet.actors.Directory;
import io.lorikeet.actors.Directory.Kind;
import io.lorikeet.actors.Network;
import io.lorikeet.actors.frequencyplan.FrequencyPlans;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.gateway.GatewayCommand.Change;
import io.lorikeet.actors.gateway.GatewayCommand.GatewayDetails;
import io.lorikeet.actors.gateway.GatewayCommand.GetGateway;
import io.lorikeet.actors.gateway.GatewayCommand.Refused;
import io.lorikeet.actors.gateway.GatewayCommand.Register;
import io.lorikeet.actors.gateway.GatewayCommand.Registered;
import io.lorikeet.actors.gateway.GatewayCommand.Remove;
import io.lorikeet.actors.gateway.GatewayCommand.Removed;
import io.lorikeet.actors.gateway.GatewayRegistration;
import io.lorikeet.httpapi.web.Call;
import io.lorikeet.httpapi.web.Endpoint;
import io.lorikeet.httpapi.web.Json;
import io.lorikeet.httpapi.web.Page;
import io.lorikeet.httpapi.web.Problem;
import io.lorikeet.httpapi.web.ProblemException;
import io.lorikeet.protocol.id.GatewayEui;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /gateways}. */
public final class GatewayRoutes {

  private final Network network;
  private final Directory directory;
  private final FrequencyPlans plans;
  private final Clock clock;
  private final Materializer materializer;

  public GatewayRoutes(
      Network network, FrequencyPlans plans, Clock clock, Materializer materializer) {
    this.network = network;
    this.directory = network.directory();
    this.plans = plans;
    this.clock = clock;
    this.materializer = materializer;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.admin(POST, "/gateways", this::create),
        Endpoint.admin(GET, "/gateways", this::list),
        Endpoint.admin(GET, "/gateways/{gateway_id}", this::get),
        Endpoint.admin(PATCH, "/gateways/{gateway_id}", this::change),
        Endpoint.admin(DELETE, "/gateways/{gateway_id}", this::remove));
  }

  private CompletionStage<HttpResponse> create(Call call) {
    var wanted = GatewayJson.read(call.body(), plans);
    var entry = new Directory.Entry(wanted.gatewayId(), wanted.eui().toString());
    return refuseTaken(wanted)
        .thenCompose(free -> directory.add(Kind.GATEWAY, NO_OWNER, entry))
        .thenCompose(
            named -> network.gateway(wanted.eui(), replyTo -> new Register(wanted, replyTo)))
        .thenApply(reply -> registered(reply, wanted))
        .thenApply(
            registration ->
                Json.created(
                    call.path() + "/" + registration.gatewayId(), GatewayJson.write(registration)));
  }

  /** Neither the name nor the EUI may be another gateway's. */
  private CompletionStage<Void> refuseTaken(GatewayRegistration wanted) {
    return lookUp(wanted.gatewayId())
        .thenCombine(
            details(wanted.eui()),
            (byName, byEui) -> {
              if (byName.isPresent()) {
                throw new ProblemException(
                    Problem.conflict("there is a gateway " + wanted.gatewayId() + " already"));
              }
              if (byEui.registration().isPresent()) {
                throw euiTaken(wanted);
              }
              return null;
            });
  }

  private static ProblemException euiTaken(GatewayRegistration wanted) {
    return new ProblemException(
        Problem.conflict("a gateway with the EUI " + wanted.eui() + " is registered already"));
  }

  private static GatewayRegistration registered(
      GatewayCommand.Reply reply, GatewayRegistration wanted) {
    if (reply instanceof Registered registered) {
      return registered.registration();
    }
    if (reply instanceof Refused refused) {
      throw switch (refused.reason()) {
        case ALREADY_EXISTS -> euiTaken(wanted);
        case NOT_REGISTERED -> notFound(wanted.gatewayId());
      };
    }
    throw unexpected(reply);
  }

  private CompletionStage<HttpResponse> list(Call call) {
    var page = Page.of(call);
    return directory
        .list(Kind.GATEWAY, NO_OWNER, page.after(), page.lookAhead())
        .thenCompose(
            found ->
                page.answer(
                    "gateways",
                    found,
                    entry -> find(entry).thenApply(gateway -> gateway.map(Found::view)),
                    materializer));
  }

  private CompletionStage<HttpResponse> get(Call call) {
    return existing(call).thenApply(found -> Json.ok(found.view()));
  }

  private CompletionStage<HttpResponse> change(Call call) {
    var patch = call.body();
    return existing(call)
        .thenCompose(
            found -> {
              var wanted = GatewayJson.patch(found.registration(), patch, plans);
              return network
                  .gateway(wanted.eui(), replyTo -> new Change(wanted, replyTo))
                  .thenApply(reply -> registered(reply, wanted))
                  .thenApply(
                      registration ->
                          Json.ok(GatewayJson.write(registration, found.details().status())));
            });
  }

  private CompletionStage<HttpResponse> remove(Call call) {
    var id = call.parameter("gateway_id");
    return existing(call)
        .thenCompose(found -> network.gateway(found.registration().eui(), Remove::new))
        .thenAccept(
            reply -> {
              if (!(reply instanceof Removed)) {
                throw reply instanceof Refused ? notFound(id) : unexpected(reply);
              }
            })
        .thenCompose(removed -> directory.remove(Kind.GATEWAY, NO_OWNER, id))
        .thenApply(removed -> Json.noContent());
  }

  /** A registered gateway with its status. */
  private record Found(GatewayRegistration registration, GatewayDetails details) {
    ObjectNode view() {
      return GatewayJson.write(registration, details.status());
    }
  }

  private CompletionStage<Found> existing(Call call) {
    var id = call.parameter("gateway_id");
    return lookUp(id).thenApply(found -> found.orElseThrow(() -> notFound(id)));
  }

  private CompletionStage<Optional<Found>> lookUp(String id) {
    return directory
        .find(Kind.GATEWAY, NO_OWNER, id)
        .thenCompose(
            entry ->
                entry.isPresent()
                    ? find(entry.get())
                    : CompletableFuture.completedFuture(Optional.empty()));
  }

  /** The gateway behind a name; an EUI may belong to another name meanwhile. */
  private CompletionStage<Optional<Found>> find(Directory.Entry entry) {
    return details(GatewayEui.parse(entry.key()))
        .thenApply(
            details ->
                details
                    .registration()
                    .filter(registration -> registration.gatewayId().equals(entry.name()))
                    .map(registration -> new Found(registration, details)));
  }

  private CompletionStage<GatewayDetails> details(GatewayEui eui) {
    return network
        .gateway(eui, replyTo -> new GetGateway(clock.instant(), replyTo))
        .thenApply(
            reply -> {
              if (reply instanceof GatewayDetails details) {
                return details;
              }
              throw unexpected(reply);
            });
  }

  private static ProblemException notFound(String id) {
    return new ProblemException(Problem.notFound("there is no gateway " + id));
  }

  private static IllegalStateException unexpected(GatewayCommand.Reply reply) {
    return new IllegalStateException("reply: " + reply.getClass().getName());
  }
}
