package io.lorikeet.httpapi.multicast;

import static akka.http.javadsl.model.HttpMethods.DELETE;
import static akka.http.javadsl.model.HttpMethods.GET;
import static akka.http.javadsl.model.HttpMethods.PATCH;
import static akka.http.javadsl.model.HttpMethods.POST;
import static akka.http.javadsl.model.HttpMethods.PUT;

import akka.actor.typed.ActorRef;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.Materializer;
import io.lorikeet.actors.Directory;
import io.lorikeet.actors.Directory.Kind;
import io.lorikeet.actors.Network;
import io.lorikeet.actors.frequencyplan.FrequencyPlans;
import io.lorikeet.actors.handler.ClassBc;
import io.lorikeet.actors.handler.EndDeviceCommand;
import io.lorikeet.actors.handler.EndDeviceCommand.DeviceDetails;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.handler.Right;
import io.lorikeet.actors.multicast.MulticastCommand;
import io.lorikeet.actors.multicast.MulticastCommand.AddMember;
import io.lorikeet.actors.multicast.MulticastCommand.Change;
import io.lorikeet.actors.multicast.MulticastCommand.Create;
import io.lorikeet.actors.multicast.MulticastCommand.GetGroup;
import io.lorikeet.actors.multicast.MulticastCommand.GroupDetails;
import io.lorikeet.actors.multicast.MulticastCommand.Member;
import io.lorikeet.actors.multicast.MulticastCommand.QueueMulticast;
import io.lorikeet.actors.multicast.MulticastCommand.Queued;
import io.lorikeet.actors.multicast.MulticastCommand.Rejected;
import io.lorikeet.actors.multicast.MulticastCommand.Remove;
import io.lorikeet.actors.multicast.MulticastCommand.RemoveMember;
import io.lorikeet.actors.multicast.MulticastCommand.Removed;
import io.lorikeet.actors.multicast.MulticastGroupId;
import io.lorikeet.actors.multicast.MulticastSettings;
import io.lorikeet.httpapi.access.Secrets;
import io.lorikeet.httpapi.web.Call;
import io.lorikeet.httpapi.web.Endpoint;
import io.lorikeet.httpapi.web.Ids;
import io.lorikeet.httpapi.web.Json;
import io.lorikeet.httpapi.web.MergePatch;
import io.lorikeet.httpapi.web.Page;
import io.lorikeet.httpapi.web.Problem;
import io.lorikeet.httpapi.web.ProblemException;
import io.lorikeet.httpapi.web.Validation;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** {@code /applications/{app_id}/multicast-groups}. */
public final class MulticastRoutes {

  private static final String GROUPS = "/applications/{app_id}/multicast-groups";
  private static final String GROUP = GROUPS + "/{group_id}";
  private static final String MEMBER = GROUP + "/devices/{dev_id}";
  private static final String DOWNLINKS = GROUP + "/downlinks";

  private final Network network;
  private final Directory directory;
  private final FrequencyPlans plans;
  private final Clock clock;
  private final SecureRandom random;
  private final Materializer materializer;

  public MulticastRoutes(
      Network network,
      FrequencyPlans plans,
      Clock clock,
      SecureRandom random,
      Materializer materializer) {
    this.network = network;
    this.directory = network.directory();
    this.plans = plans;
    this.clock = clock;
    this.random = random;
    this.materializer = materializer;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.application(POST, GROUPS, Right.DEVICES, this::create),
        Endpoint.application(GET, GROUPS, Right.DEVICES, this::list),
        Endpoint.application(GET, GROUP, Right.DEVICES, this::get),
        Endpoint.application(PATCH, GROUP, Right.DEVICES, this::change),
        Endpoint.application(DELETE, GROUP, Right.DEVICES, this::remove),
        Endpoint.application(PUT, MEMBER, Right.DEVICES, this::addMember),
        Endpoint.application(DELETE, MEMBER, Right.DEVICES, this::removeMember),
        Endpoint.application(POST, DOWNLINKS, Right.MESSAGES_DOWN_WRITE, this::queue),
        Endpoint.application(GET, DOWNLINKS, Right.MESSAGES_UP_READ, this::downlinks));
  }

  private static MulticastGroupId of(Call call) {
    var name = call.parameter("group_id");
    var id = new MulticastGroupId(call.parameter("app_id"), name);
    if (Ids.parse(name).isEmpty()) {
      throw new ProblemException(notFound(id));
    }
    return id;
  }

  private static Problem notFound(MulticastGroupId id) {
    return Problem.notFound("there is no multicast group " + id);
  }

  private <T extends MulticastCommand.Reply> CompletionStage<T> ask(
      MulticastGroupId id,
      Class<T> expected,
      Function<ActorRef<MulticastCommand.Reply>, MulticastCommand> command) {
    return network
        .multicastGroup(id, command)
        .thenApply(
            reply -> {
              if (reply instanceof Rejected rejected) {
                throw new ProblemException(problem(rejected));
              }
              return expected.cast(reply);
            });
  }

  private static Problem problem(Rejected rejected) {
    return switch (rejected.reason()) {
      case NOT_FOUND -> Problem.notFound(rejected.detail());
      case ALREADY_EXISTS, FULL -> Problem.conflict(rejected.detail());
      case PAYLOAD_TOO_LARGE -> Problem.invalid("payload_raw", rejected.detail());
      case UNAVAILABLE -> Problem.unavailable(rejected.detail());
    };
  }

  private CompletionStage<HttpResponse> create(Call call) {
    var fields = new Validation(call.body());
    fields.require("group_id");
    var name = fields.parsed("group_id", Ids.EXPECTED, Ids::parse);
    var wanted = MulticastJson.read(fields, plans);
    var id = new MulticastGroupId(call.parameter("app_id"), name.orElseThrow());
    return free(id)
        .thenCompose(free -> resolved(wanted))
        .thenCompose(
            settings ->
                directory
                    .add(
                        Kind.MULTICAST_GROUP,
                        id.applicationId(),
                        new Directory.Entry(id.groupId(), id.groupId()))
                    .thenCompose(
                        named ->
                            ask(id, GroupDetails.class, replyTo -> new Create(settings, replyTo))))
        .thenApply(
            group ->
                Json.created(
                    call.path() + "/" + id.groupId(),
                    MulticastJson.write(id.groupId(), group, seesKeys(call))));
  }

  private CompletionStage<Void> free(MulticastGroupId id) {
    return network
        .multicastGroup(id, GetGroup::new)
        .thenAccept(
            reply -> {
              if (reply instanceof GroupDetails) {
                throw new ProblemException(
                    Problem.conflict("there is a multicast group " + id + " already"));
              }
            });
  }

  private CompletionStage<MulticastSettings> resolved(MulticastSettings settings) {
    return ClassBc.resolve(settings.gateways(), directory)
        .thenApply(
            gateways -> {
              new ClassBc(gateways, Optional.empty())
                  .unknownGateway()
                  .ifPresent(
                      unknown -> {
                        throw new ProblemException(
                            Problem.invalid(
                                "gateways",
                                Validation.shown(unknown)
                                    + ": expected a gateway that is registered, or an EUI"));
                      });
              return new MulticastSettings(
                  settings.name(), settings.session(), settings.channel(), gateways);
            });
  }

  private static boolean seesKeys(Call call) {
    return call.access().may(Right.DEVICES_KEYS);
  }

  private CompletionStage<HttpResponse> list(Call call) {
    var applicationId = call.parameter("app_id");
    var keys = seesKeys(call);
    var page = Page.of(call);
    return directory
        .list(Kind.MULTICAST_GROUP, applicationId, page.after(), page.lookAhead())
        .thenCompose(
            found ->
                page.answer(
                    "multicast_groups",
                    found,
                    entry ->
                        network
                            .multicastGroup(
                                new MulticastGroupId(applicationId, entry.name()), GetGroup::new)
                            .thenApply(
                                reply ->
                                    reply instanceof GroupDetails group
                                        ? Optional.of(
                                            MulticastJson.write(entry.name(), group, keys))
                                        : Optional.empty()),
                    materializer));
  }

  private CompletionStage<HttpResponse> get(Call call) {
    return answer(call, ask(of(call), GroupDetails.class, GetGroup::new));
  }

  private CompletionStage<HttpResponse> answer(Call call, CompletionStage<GroupDetails> group) {
    return group.thenApply(
        its -> Json.ok(MulticastJson.write(call.parameter("group_id"), its, seesKeys(call))));
  }

  private CompletionStage<HttpResponse> change(Call call) {
    var id = of(call);
    var patch = call.body();
    return answer(
        call,
        ask(id, GroupDetails.class, GetGroup::new)
            .thenCompose(
                group -> {
                  var merged = MergePatch.apply(MulticastJson.input(group.settings()), patch);
                  return resolved(MulticastJson.read(new Validation(merged), plans));
                })
            .thenCompose(
                settings -> ask(id, GroupDetails.class, replyTo -> new Change(settings, replyTo))));
  }

  private CompletionStage<HttpResponse> remove(Call call) {
    var id = of(call);
    return ask(id, Removed.class, Remove::new)
        .thenCompose(
            removed -> directory.remove(Kind.MULTICAST_GROUP, id.applicationId(), id.groupId()))
        .thenApply(removed -> Json.noContent());
  }

  private CompletionStage<HttpResponse> addMember(Call call) {
    var id = of(call);
    var device = new EndDeviceId(id.applicationId(), call.parameter("dev_id"));
    return answer(
        call,
        member(device)
            .thenCompose(
                member -> ask(id, GroupDetails.class, replyTo -> new AddMember(member, replyTo))));
  }

  private CompletionStage<Member> member(EndDeviceId device) {
    var unknown = new ProblemException(Problem.notFound("there is no device " + device));
    if (Ids.parse(device.deviceId()).isEmpty()) {
      return CompletableFuture.failedStage(unknown);
    }
    return network
        .device(device, EndDeviceCommand.GetDevice::new)
        .thenApply(
            reply -> {
              if (reply instanceof DeviceDetails details) {
                return new Member(device.deviceId(), details.registration().devEui());
              }
              throw unknown;
            });
  }

  private CompletionStage<HttpResponse> removeMember(Call call) {
    return answer(
        call,
        ask(
            of(call),
            GroupDetails.class,
            replyTo -> new RemoveMember(call.parameter("dev_id"), replyTo)));
  }

  private CompletionStage<HttpResponse> queue(Call call) {
    var now = clock.instant();
    var message = MulticastJson.message(call.body(), Secrets.id(random), now);
    return ask(of(call), Queued.class, replyTo -> new QueueMulticast(message, now, replyTo))
        .thenApply(queued -> Json.accepted(Json.object().put("downlink_id", queued.downlinkId())));
  }

  private CompletionStage<HttpResponse> downlinks(Call call) {
    return ask(of(call), GroupDetails.class, GetGroup::new)
        .thenApply(group -> Json.ok(MulticastJson.downlinks(group)));
  }
}
