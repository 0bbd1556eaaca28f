package io.lorikeet.httpapi.device;

import static akka.http.javadsl.model.HttpMethods.DELETE;
import static akka.http.javadsl.model.HttpMethods.GET;
import static akka.http.javadsl.model.HttpMethods.PATCH;
import static akka.http.javadsl.model.HttpMethods.POST;

import akka.http.javadsl.model.HttpResponse;
import akka.stream.Materializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorikeet.actors.Directory;
import io.lorikeet.actors.Directory.Kind;
import io.lorikeet.actors.Network;
import io.lorikeet.actors.frequencyplan.FrequencyPlans;
import io.lorikeet.actors.handler.EndDeviceCommand.Change;
import io.lorikeet.actors.handler.EndDeviceCommand.DeviceDetails;
import io.lorikeet.actors.handler.EndDeviceCommand.GetDevice;
import io.lorikeet.actors.handler.EndDeviceCommand.Register;
import io.lorikeet.actors.handler.EndDeviceCommand.Registered;
import io.lorikeet.actors.handler.EndDeviceCommand.Remove;
import io.lorikeet.actors.handler.EndDeviceCommand.Removed;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.handler.Right;
import io.lorikeet.httpapi.ApiSettings;
import io.lorikeet.httpapi.web.Call;
import io.lorikeet.httpapi.web.Endpoint;
import io.lorikeet.httpapi.web.Json;
import io.lorikeet.httpapi.web.Page;
import io.lorikeet.httpapi.web.ProblemException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /applications/{app_id}/devices}. */
public final class DeviceRoutes {

  private static final String DEVICES = "/applications/{app_id}/devices";
  private static final String DEVICE = DEVICES + "/{dev_id}";

  private final Network network;
  private final Directory directory;
  private final Devices devices;
  private final DeviceInput.Context input;
  private final Clock clock;
  private final Materializer materializer;

  /**
   * @param defaults of a device's settings
   */
  public DeviceRoutes(
      Network network,
      ApiSettings.DeviceDefaults defaults,
      FrequencyPlans plans,
      Clock clock,
      Materializer materializer) {
    this.network = network;
    this.directory = network.directory();
    this.devices = new Devices(network);
    this.input = new DeviceInput.Context(defaults, plans);
    this.clock = clock;
    this.materializer = materializer;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.application(POST, DEVICES, Right.DEVICES, this::create),
        Endpoint.application(GET, DEVICES, Right.DEVICES, this::list),
        Endpoint.application(GET, DEVICE, Right.DEVICES, this::get),
        Endpoint.application(PATCH, DEVICE, Right.DEVICES, this::change),
        Endpoint.application(DELETE, DEVICE, Right.DEVICES, this::remove));
  }

  private CompletionStage<HttpResponse> create(Call call) {
    var wanted = DeviceInput.read(call.parameter("app_id"), call.body(), input);
    var id = wanted.id();
    var name = id.deviceId();
    return refuseExisting(id)
        .thenCompose(
            free -> directory.add(Kind.DEVICE, id.applicationId(), new Directory.Entry(name, name)))
        .thenCompose(
            named ->
                devices.ask(
                    id,
                    Registered.class,
                    replyTo -> new Register(wanted, clock.instant(), replyTo)))
        .thenApply(
            registered ->
                Json.created(
                    call.path() + "/" + name,
                    DeviceJson.write(registered.registration(), seesKeys(call))));
  }

  private CompletionStage<Void> refuseExisting(EndDeviceId id) {
    return network
        .device(id, GetDevice::new)
        .thenAccept(
            reply -> {
              if (reply instanceof DeviceDetails) {
                throw new ProblemException(Devices.alreadyExists(id));
              }
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
        .list(Kind.DEVICE, applicationId, page.after(), page.lookAhead())
        .thenCompose(
            found ->
                page.answer(
                    "devices",
                    found,
                    entry -> view(new EndDeviceId(applicationId, entry.name()), keys),
                    materializer));
  }

  private CompletionStage<Optional<ObjectNode>> view(EndDeviceId id, boolean keys) {
    return network
        .device(id, GetDevice::new)
        .thenCompose(
            reply ->
                reply instanceof DeviceDetails details
                    ? withSession(details, keys).thenApply(Optional::of)
                    : CompletableFuture.completedFuture(Optional.empty()));
  }

  private CompletionStage<ObjectNode> withSession(DeviceDetails details, boolean keys) {
    return network
        .session(details.registration().devEui())
        .thenApply(session -> DeviceJson.write(details, session, keys));
  }

  private CompletionStage<HttpResponse> get(Call call) {
    return devices
        .get(Devices.of(call))
        .thenCompose(details -> withSession(details, seesKeys(call)))
        .thenApply(Json::ok);
  }

  private CompletionStage<HttpResponse> change(Call call) {
    var id = Devices.of(call);
    var patch = call.body();
    return devices
        .get(id)
        .thenApply(details -> DeviceJson.patch(details.registration(), patch, input))
        .thenCompose(
            wanted ->
                devices.ask(
                    id, Registered.class, replyTo -> new Change(wanted, clock.instant(), replyTo)))
        .thenCompose(changed -> get(call));
  }

  private CompletionStage<HttpResponse> remove(Call call) {
    var id = Devices.of(call);
    return devices
        .ask(id, Removed.class, replyTo -> new Remove(clock.instant(), replyTo))
        .thenCompose(removed -> directory.remove(Kind.DEVICE, id.applicationId(), id.deviceId()))
        .thenApply(removed -> Json.noContent());
  }
}
