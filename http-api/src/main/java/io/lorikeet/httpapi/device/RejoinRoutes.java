package io.lorikeet.httpapi.device;

import static akka.http.javadsl.model.HttpMethods.POST;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorikeet.actors.Network;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.handler.Right;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.RejoinOutcome;
import io.lorikeet.httpapi.web.Call;
import io.lorikeet.httpapi.web.Endpoint;
import io.lorikeet.httpapi.web.Json;
import io.lorikeet.httpapi.web.Problem;
import io.lorikeet.httpapi.web.ProblemException;
import io.lorikeet.httpapi.web.Validation;
import io.lorikeet.protocol.mac.ForceRejoin.ForceRejoinReq;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code /applications/{app_id}/devices/{dev_id}/force-rejoin}: new keys without a visit. */
public final class RejoinRoutes {

  private static final String FORCE_REJOIN = "/applications/{app_id}/devices/{dev_id}/force-rejoin";

  /** Types 0 and 1 do the same when the network asks for them (LoRaWAN 1.1, 5.13). */
  private static final int MAX_TYPE = 2;

  private static final int MAX_DATA_RATE = 15;
  private static final int MAX_EXPONENT = 7;
  private static final int USUAL_RETRIES = 3;

  private final Network network;
  private final Devices devices;

  public RejoinRoutes(Network network) {
    this.network = network;
    this.devices = new Devices(network);
  }

  public List<Endpoint> endpoints() {
    return List.of(Endpoint.application(POST, FORCE_REJOIN, Right.DEVICES, this::want));
  }

  private CompletionStage<HttpResponse> want(Call call) {
    var id = Devices.of(call);
    var request = request(call.body());
    return devices
        .get(id)
        .thenCompose(device -> network.wantRejoin(device.registration().devEui(), request))
        .thenApply(outcome -> answer(id, outcome));
  }

  private static ForceRejoinReq request(ObjectNode body) {
    var fields = new Validation(body);
    fields.require("data_rate");
    int type = integer(fields, "type", MAX_TYPE, 0);
    int dataRate = integer(fields, "data_rate", MAX_DATA_RATE, 0);
    int period = integer(fields, "period_exponent", MAX_EXPONENT, 0);
    int retries = integer(fields, "max_retries", MAX_EXPONENT, USUAL_RETRIES);
    fields.complete();
    return new ForceRejoinReq(period, retries, type, dataRate);
  }

  private static int integer(Validation fields, String name, int max, int otherwise) {
    return fields.integer(name, 0, max).map(Long::intValue).orElse(otherwise);
  }

  private static HttpResponse answer(EndDeviceId id, RejoinOutcome outcome) {
    return switch (outcome) {
      case ACCEPTED -> Json.accepted(Json.object());
      case NOT_JOINED -> throw new ProblemException(Problem.conflict(id + " has no session"));
      case UNSUPPORTED ->
          throw new ProblemException(
              Problem.conflict(id + " is in a session of LoRaWAN 1.0.x, which does not know it"));
    };
  }
}
