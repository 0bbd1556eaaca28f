package io.lorikeet.httpapi.device;

import akka.actor.typed.ActorRef;
import io.lorikeet.actors.Network;
import io.lorikeet.actors.handler.EndDeviceCommand;
import io.lorikeet.actors.handler.EndDeviceCommand.DeviceDetails;
import io.lorikeet.actors.handler.EndDeviceCommand.GetDevice;
import io.lorikeet.actors.handler.EndDeviceCommand.Rejected;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.httpapi.web.Call;
import io.lorikeet.httpapi.web.Ids;
import io.lorikeet.httpapi.web.Problem;
import io.lorikeet.httpapi.web.ProblemException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Asks devices, and turns their refusals into problems. */
final class Devices {

  private final Network network;

  Devices(Network network) {
    this.network = network;
  }

  /** The device that a path names. */
  static EndDeviceId of(Call call) {
    var name = call.parameter("dev_id");
    var id = new EndDeviceId(call.parameter("app_id"), name);
    if (Ids.parse(name).isEmpty()) {
      throw new ProblemException(notFound(id));
    }
    return id;
  }

  CompletionStage<DeviceDetails> get(EndDeviceId id) {
    return ask(id, DeviceDetails.class, GetDevice::new);
  }

  /**
   * Sends a command and expects an answer of one kind; fails with a problem when the device refuses
   * it.
   */
  <T extends EndDeviceCommand.Reply> CompletionStage<T> ask(
      EndDeviceId id,
      Class<T> expected,
      Function<ActorRef<EndDeviceCommand.Reply>, EndDeviceCommand> command) {
    return network
        .device(id, command)
        .thenApply(
            reply -> {
              if (reply instanceof Rejected rejected) {
                throw new ProblemException(problem(id, rejected));
              }
              return expected.cast(reply);
            });
  }

  private static Problem problem(EndDeviceId id, Rejected rejected) {
    var detail = id + ": " + rejected.detail();
    return switch (rejected.reason()) {
      case NOT_FOUND -> Problem.notFound(detail);
      case ALREADY_EXISTS, DEV_EUI_TAKEN, QUEUE_FULL -> Problem.conflict(detail);
      case PAYLOAD_TOO_LARGE -> Problem.invalid("payload_raw", rejected.detail());
      case UNAVAILABLE -> Problem.unavailable(detail);
    };
  }

  static Problem alreadyExists(EndDeviceId id) {
    return Problem.conflict("there is a device " + id + " already");
  }

  private static Problem notFound(EndDeviceId id) {
    return Problem.notFound("there is no device " + id);
  }
}
