package io.lorikeet.httpapi.device;

import static akka.http.javadsl.model.HttpMethods.DELETE;
import static akka.http.javadsl.model.HttpMethods.GET;
import static akka.http.javadsl.model.HttpMethods.POST;

import akka.http.javadsl.model.HttpResponse;
import io.lorikeet.actors.Network;
import io.lorikeet.actors.handler.DownlinkMessage;
import io.lorikeet.actors.handler.EndDeviceCommand;
import io.lorikeet.actors.handler.EndDeviceCommand.Downlinks;
import io.lorikeet.actors.handler.EndDeviceCommand.ListDownlinks;
import io.lorikeet.actors.handler.EndDeviceCommand.QueueDownlink;
import io.lorikeet.actors.handler.EndDeviceCommand.Queued;
import io.lorikeet.actors.handler.EndDeviceCommand.RemoveDownlinks;
import io.lorikeet.actors.handler.Right;
import io.lorikeet.httpapi.access.Secrets;
import io.lorikeet.httpapi.web.Call;
import io.lorikeet.httpapi.web.Endpoint;
import io.lorikeet.httpapi.web.Json;
import io.lorikeet.httpapi.web.Page;
import io.lorikeet.httpapi.web.Problem;
import io.lorikeet.httpapi.web.ProblemException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /applications/{app_id}/devices/{dev_id}/downlinks}. */
public final class DownlinkRoutes {

  private static final String QUEUE = "/applications/{app_id}/devices/{dev_id}/downlinks";
  private static final String ITEM = QUEUE + "/{downlink_id}";

  private final Network network;
  private final Devices devices;
  private final Clock clock;
  private final SecureRandom random;

  public DownlinkRoutes(Network network, Clock clock, SecureRandom random) {
    this.network = network;
    this.devices = new Devices(network);
    this.clock = clock;
    this.random = random;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.application(POST, QUEUE, Right.MESSAGES_DOWN_WRITE, this::queue),
        Endpoint.application(GET, QUEUE, Right.MESSAGES_UP_READ, this::list),
        Endpoint.application(DELETE, QUEUE, Right.MESSAGES_DOWN_WRITE, this::clear),
        Endpoint.application(GET, ITEM, Right.MESSAGES_UP_READ, this::get),
        Endpoint.application(DELETE, ITEM, Right.MESSAGES_DOWN_WRITE, this::remove));
  }

  private CompletionStage<HttpResponse> queue(Call call) {
    var now = clock.instant();
    var message = DownlinkJson.read(call.body(), Secrets.id(random), now);
    return resolved(message)
        .thenCompose(
            known ->
                devices.ask(
                    Devices.of(call),
                    Queued.class,
                    replyTo -> new QueueDownlink(known, now, replyTo)))
        .thenApply(queued -> Json.accepted(Json.object().put("downlink_id", queued.downlinkId())));
  }

  private CompletionStage<DownlinkMessage> resolved(DownlinkMessage message) {
    return message
        .classBc()
        .map(
            classBc ->
                classBc
                    .resolved(network.directory())
                    .thenApply(known -> DownlinkJson.checked(message, known)))
        .orElseGet(() -> CompletableFuture.completedStage(message));
  }

  private CompletionStage<HttpResponse> list(Call call) {
    var page = Page.of(call);
    return queueOf(call)
        .thenApply(
            queue ->
                page.answer(
                    "downlinks",
                    queue.downlinks(),
                    queued -> queued.message().downlinkId(),
                    DownlinkJson::write));
  }

  private CompletionStage<Downlinks> queueOf(Call call) {
    return devices.ask(Devices.of(call), Downlinks.class, ListDownlinks::new);
  }

  private CompletionStage<HttpResponse> get(Call call) {
    var id = call.parameter("downlink_id");
    return queueOf(call)
        .thenApply(
            queue ->
                queue.downlinks().stream()
                    .filter(queued -> queued.message().downlinkId().equals(id))
                    .findFirst()
                    .map(queued -> Json.ok(DownlinkJson.write(queued)))
                    .orElseThrow(
                        () ->
                            new ProblemException(
                                Problem.notFound(
                                    "there is no downlink %s in the queue of %s"
                                        .formatted(id, Devices.of(call))))));
  }

  private CompletionStage<HttpResponse> clear(Call call) {
    return remove(call, Optional.empty());
  }

  private CompletionStage<HttpResponse> remove(Call call) {
    return remove(call, Optional.of(call.parameter("downlink_id")));
  }

  private CompletionStage<HttpResponse> remove(Call call, Optional<String> downlinkId) {
    return devices
        .ask(
            Devices.of(call),
            EndDeviceCommand.Reply.class,
            replyTo -> new RemoveDownlinks(downlinkId, clock.instant(), replyTo))
        .thenApply(removed -> Json.noContent());
  }
}
