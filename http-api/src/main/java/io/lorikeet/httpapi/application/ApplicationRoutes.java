package io.lorikeet.httpapi.application;

import static akka.http.javadsl.model.HttpMethods.DELETE;
import static akka.http.javadsl.model.HttpMethods.GET;
import static akka.http.javadsl.model.HttpMethods.PATCH;
import static akka.http.javadsl.model.HttpMethods.POST;
import static io.lorikeet.actors.Directory.NO_OWNER;

import akka.http.javadsl.model.HttpResponse;
import akka.stream.Materializer;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorikeet.actors.Directory;
import io.lorikeet.actors.Directory.Kind;
import io.lorikeet.actors.Network;
import io.lorikeet.actors.handler.ApplicationCommand.ApplicationDetails;
import io.lorikeet.actors.handler.ApplicationCommand.Create;
import io.lorikeet.actors.handler.ApplicationCommand.Describe;
import io.lorikeet.actors.handler.ApplicationCommand.GetApplication;
import io.lorikeet.actors.handler.ApplicationCommand.Remove;
import io.lorikeet.actors.handler.EndDeviceCommand.DeviceDetails;
import io.lorikeet.actors.handler.EndDeviceCommand.GetDevice;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.handler.Right;
import io.lorikeet.actors.multicast.MulticastCommand.GetGroup;
import io.lorikeet.actors.multicast.MulticastCommand.GroupDetails;
import io.lorikeet.actors.multicast.MulticastGroupId;
import io.lorikeet.httpapi.web.Call;
import io.lorikeet.httpapi.web.Endpoint;
import io.lorikeet.httpapi.web.Json;
import io.lorikeet.httpapi.web.Page;
import io.lorikeet.httpapi.web.Problem;
import io.lorikeet.httpapi.web.ProblemException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** {@code /applications}. */
public final class ApplicationRoutes {

  /** Names looked at, at most, to tell how many devices or groups an application still has. */
  private static final int MAX_COUNTED = 1000;

  private static final int PARALLEL = 16;

  private final Network network;
  private final Directory directory;
  private final Applications applications;
  private final Clock clock;
  private final Materializer materializer;

  public ApplicationRoutes(Network network, Clock clock, Materializer materializer) {
    this.network = network;
    this.directory = network.directory();
    this.applications = new Applications(network);
    this.clock = clock;
    this.materializer = materializer;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.admin(POST, "/applications", this::create),
        Endpoint.admin(GET, "/applications", this::list),
        Endpoint.member(GET, "/applications/{app_id}", this::get),
        Endpoint.application(PATCH, "/applications/{app_id}", Right.SETTINGS, this::change),
        Endpoint.application(DELETE, "/applications/{app_id}", Right.DELETE, this::remove));
  }

  private CompletionStage<HttpResponse> create(Call call) {
    var wanted = ApplicationJson.read(call.body());
    var id = wanted.applicationId();
    return refuseExisting(id)
        .thenCompose(free -> directory.add(Kind.APPLICATION, NO_OWNER, new Directory.Entry(id, id)))
        .thenCompose(
            named ->
                applications.change(
                    id,
                    "application",
                    replyTo ->
                        new Create(wanted.name(), wanted.description(), clock.instant(), replyTo)))
        .thenApply(details -> Json.created(call.path() + "/" + id, ApplicationJson.write(details)));
  }

  private CompletionStage<Void> refuseExisting(String id) {
    return network
        .application(id, GetApplication::new)
        .thenAccept(
            reply -> {
              if (reply instanceof ApplicationDetails) {
                throw new ProblemException(
                    Problem.conflict("there is an application " + id + " already"));
              }
            });
  }

  private CompletionStage<HttpResponse> list(Call call) {
    var page = Page.of(call);
    return directory
        .list(Kind.APPLICATION, NO_OWNER, page.after(), page.lookAhead())
        .thenCompose(found -> page.answer("applications", found, this::view, materializer));
  }

  private CompletionStage<Optional<ObjectNode>> view(Directory.Entry entry) {
    return network
        .application(entry.key(), GetApplication::new)
        .thenApply(
            reply ->
                reply instanceof ApplicationDetails details
                    ? Optional.of(ApplicationJson.write(details))
                    : Optional.empty());
  }

  private CompletionStage<HttpResponse> get(Call call) {
    return applications
        .get(call.parameter("app_id"))
        .thenApply(details -> Json.ok(ApplicationJson.write(details)));
  }

  private CompletionStage<HttpResponse> change(Call call) {
    var id = call.parameter("app_id");
    var patch = call.body();
    return applications
        .get(id)
        .thenApply(details -> ApplicationJson.patch(details, patch))
        .thenCompose(
            wanted ->
                applications.change(
                    id,
                    "application",
                    replyTo -> new Describe(wanted.name(), wanted.description(), replyTo)))
        .thenApply(details -> Json.ok(ApplicationJson.write(details)));
  }

  private CompletionStage<HttpResponse> remove(Call call) {
    var id = call.parameter("app_id");
    return refuseWith(id, new Belonging(Kind.DEVICE, "device", this::isDevice), "")
        .thenCompose(
            empty ->
                refuseWith(
                    id, new Belonging(Kind.MULTICAST_GROUP, "multicast group", this::isGroup), ""))
        .thenCompose(empty -> applications.remove(id, "application", Remove::new))
        .thenCompose(removed -> directory.remove(Kind.APPLICATION, NO_OWNER, id))
        .thenApply(removed -> Json.noContent());
  }

  /** What an application must not have any more: whatever could go on without it. */
  private record Belonging(
      Kind kind, String noun, BiFunction<String, String, CompletionStage<Boolean>> isThere) {}

  private CompletionStage<Boolean> isDevice(String id, String name) {
    return network
        .device(new EndDeviceId(id, name), GetDevice::new)
        .thenApply(reply -> reply instanceof DeviceDetails);
  }

  private CompletionStage<Boolean> isGroup(String id, String name) {
    return network
        .multicastGroup(new MulticastGroupId(id, name), GetGroup::new)
        .thenApply(reply -> reply instanceof GroupDetails);
  }

  /** Looks behind the names, because a name may lead to nothing. */
  private CompletionStage<Void> refuseWith(String id, Belonging what, String after) {
    return directory
        .list(what.kind(), id, after, MAX_COUNTED)
        .thenCompose(
            names -> count(id, what, names).thenCompose(count -> goOn(id, what, names, count)));
  }

  private CompletionStage<Void> goOn(
      String id, Belonging what, List<Directory.Entry> names, int count) {
    var more = names.size() == MAX_COUNTED;
    if (count > 0) {
      return ProblemException.failed(
          Problem.conflict(
              "%s still has %s%d %s%s; remove them first"
                  .formatted(
                      id, more ? "at least " : "", count, what.noun(), count == 1 ? "" : "s")));
    }
    return more
        ? refuseWith(id, what, names.get(names.size() - 1).name())
        : CompletableFuture.completedFuture(null);
  }

  private CompletionStage<Integer> count(String id, Belonging what, List<Directory.Entry> names) {
    return Source.from(names)
        .mapAsync(PARALLEL, name -> what.isThere().apply(id, name.name()))
        .filter(isThere -> isThere)
        .runWith(Sink.fold(0, (count, isThere) -> count + 1), materializer);
  }
}
