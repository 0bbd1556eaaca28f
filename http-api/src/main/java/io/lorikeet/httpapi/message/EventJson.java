package io.lorikeet.httpapi.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.handler.ApplicationMessage.ActivationFailed;
import io.lorikeet.actors.handler.ApplicationMessage.DeviceActivated;
import io.lorikeet.actors.handler.ApplicationMessage.DeviceChanged;
import io.lorikeet.actors.handler.ApplicationMessage.DownlinkAcknowledged;
import io.lorikeet.actors.handler.ApplicationMessage.DownlinkFailed;
import io.lorikeet.actors.handler.ApplicationMessage.DownlinkScheduled;
import io.lorikeet.actors.handler.ApplicationMessage.DownlinkSent;
import io.lorikeet.actors.handler.ApplicationUplink;
import io.lorikeet.actors.handler.DownlinkMessage;
import io.lorikeet.httpapi.web.Json;
import java.util.Locale;

/** What happens to an application's devices, as the live events show it. */
final class EventJson {

  private EventJson() {}

  /** The event's name, as webhooks have it. */
  static String name(ApplicationMessage message) {
    if (message instanceof ApplicationUplink) {
      return "up";
    }
    if (message instanceof DeviceActivated) {
      return "join";
    }
    if (message instanceof ActivationFailed) {
      return "join/errors";
    }
    if (message instanceof DownlinkScheduled) {
      return "down/scheduled";
    }
    if (message instanceof DownlinkSent) {
      return "down/sent";
    }
    if (message instanceof DownlinkAcknowledged) {
      return "down/acks";
    }
    if (message instanceof DownlinkFailed) {
      return "down/errors";
    }
    if (message instanceof DeviceChanged changed) {
      return changed.change().name().toLowerCase(Locale.ROOT);
    }
    throw new IllegalStateException("message of unknown kind: " + message.getClass());
  }

  static ObjectNode write(ApplicationMessage message) {
    if (message instanceof ApplicationUplink uplink) {
      return MessageJson.write(uplink);
    }
    var json =
        Json.object()
            .put("app_id", message.device().applicationId())
            .put("dev_id", message.device().deviceId())
            .put("event_id", message.id())
            .put("time", message.at().toString());
    if (message instanceof DeviceActivated activated) {
      json.put("app_eui", activated.joinEui().toString())
          .put("dev_eui", activated.devEui().toString())
          .put("dev_addr", activated.devAddr().toString());
    } else if (message instanceof ActivationFailed failed) {
      json.put("app_eui", failed.joinEui().toString())
          .put("dev_eui", failed.devEui().toString())
          .put("error", failed.error());
    } else if (message instanceof DownlinkScheduled scheduled) {
      downlink(json, scheduled.message());
    } else if (message instanceof DownlinkSent sent) {
      downlink(json, sent.message());
      json.put("gateway_id", sent.transmission().gatewayId())
          .put("counter", sent.transmission().fCnt());
    } else if (message instanceof DownlinkAcknowledged acknowledged) {
      downlink(json, acknowledged.message());
    } else if (message instanceof DownlinkFailed failed) {
      downlink(json, failed.message());
      json.put("error", failed.error());
    }
    return json;
  }

  private static void downlink(ObjectNode json, DownlinkMessage message) {
    json.putObject("message")
        .put("downlink_id", message.downlinkId())
        .put("port", message.port())
        .put("confirmed", message.confirmed())
        .put("payload_raw", message.payload().toBase64());
  }
}
