package io.lorikeet.integrations.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.handler.ApplicationMessage.ActivationFailed;
import io.lorikeet.actors.handler.ApplicationMessage.DeviceActivated;
import io.lorikeet.actors.handler.ApplicationMessage.DeviceChanged;
import io.lorikeet.actors.handler.ApplicationMessage.DownlinkAcknowledged;
import io.lorikeet.actors.handler.ApplicationMessage.DownlinkFailed;
import io.lorikeet.actors.handler.ApplicationMessage.DownlinkScheduled;
import io.lorikeet.actors.handler.ApplicationMessage.DownlinkSent;
import io.lorikeet.actors.handler.ApplicationUplink;
import io.lorikeet.actors.handler.EndDeviceId;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Messages as The Things Network v2 wrote them, field for field, in UTF-8. Added to theirs are
 * {@code uplink_id}, {@code dev_addr} and {@code class} in uplinks, {@code gtw_eui} in gateways,
 * and {@code event_id}, {@code app_id} and {@code dev_id} in events, which their topic alone names.
 */
public final class TtnJson {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  /** Fits an uplink that two gateways heard. */
  private static final int USUAL_BYTES = 1024;

  private TtnJson() {}

  /** The topic of a message of this kind. */
  public static String topic(EndDeviceId device, MessageKind kind) {
    return device.applicationId() + "/devices/" + device.deviceId() + "/" + kind.topicEnd();
  }

  /** The message as one JSON document; that of a removed device is {@code null}. */
  public static byte[] encode(ApplicationMessage message) {
    if (message instanceof DeviceChanged changed
        && changed.change() == ApplicationMessage.Change.DELETE) {
      return NULL.clone();
    }
    try (var bytes = new ByteArrayBuilder(USUAL_BYTES)) {
      try (var json = FACTORY.createGenerator(bytes)) {
        json.writeStartObject();
        write(json, message);
        json.writeEndObject();
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  private static void write(JsonGenerator json, ApplicationMessage message) throws IOException {
    if (message instanceof ApplicationUplink uplink) {
      writeUplink(json, uplink);
      return;
    }
    writeDevice(json, message.device());
    json.writeStringField("event_id", message.id());
    if (message instanceof DeviceActivated activated) {
      writeActivation(json, activated);
    } else if (message instanceof ActivationFailed failed) {
      json.writeStringField("app_eui", failed.joinEui().toString());
      json.writeStringField("dev_eui", failed.devEui().toString());
      json.writeStringField("error", failed.error());
    } else if (message instanceof DownlinkScheduled scheduled) {
      DownlinkJson.write(json, scheduled.device(), scheduled.message());
    } else if (message instanceof DownlinkSent sent) {
      writeSent(json, sent);
    } else if (message instanceof DownlinkAcknowledged acknowledged) {
      DownlinkJson.write(json, acknowledged.device(), acknowledged.message());
    } else if (message instanceof DownlinkFailed failed) {
      json.writeStringField("error", failed.error());
      DownlinkJson.write(json, failed.device(), failed.message());
    } else if (message instanceof DeviceChanged changed) {
      json.writeStringField("update_at", changed.at().toString());
    } else {
      throw new IllegalStateException("message of unknown kind: " + message.getClass());
    }
  }

  private static void writeUplink(JsonGenerator json, ApplicationUplink uplink) throws IOException {
    var content = uplink.content();
    writeDevice(json, uplink.device());
    json.writeStringField("hardware_serial", uplink.devEui().toString());
    json.writeNumberField("port", content.port().orElse(0));
    json.writeNumberField("counter", content.fCnt());
    if (content.confirmed()) {
      json.writeBooleanField("confirmed", true);
    }
    json.writeStringField("payload_raw", content.payload().toBase64());
    MetadataJson.write(json, uplink.at(), uplink.radio());
    json.writeStringField("uplink_id", uplink.id());
    json.writeStringField("dev_addr", uplink.devAddr().toString());
    json.writeStringField("class", content.deviceClass());
  }

  private static void writeActivation(JsonGenerator json, DeviceActivated activated)
      throws IOException {
    json.writeStringField("app_eui", activated.joinEui().toString());
    json.writeStringField("dev_eui", activated.devEui().toString());
    json.writeStringField("dev_addr", activated.devAddr().toString());
    MetadataJson.write(json, activated.at(), activated.radio());
  }

  private static void writeSent(JsonGenerator json, DownlinkSent sent) throws IOException {
    var transmission = sent.transmission();
    json.writeStringField("payload", transmission.phy().toBase64());
    DownlinkJson.write(json, sent.device(), sent.message());
    json.writeStringField("gateway_id", transmission.gatewayId());
    json.writeObjectFieldStart("config");
    MetadataJson.writeModulation(json, transmission.radio());
    json.writeNumberField("airtime", transmission.airtimeMicros() * 1000);
    json.writeNumberField("counter", transmission.fCnt());
    json.writeNumberField("frequency", transmission.radio().frequencyHz());
    json.writeNumberField("power", transmission.powerDbm());
    json.writeEndObject();
  }

  private static void writeDevice(JsonGenerator json, EndDeviceId device) throws IOException {
    json.writeStringField("app_id", device.applicationId());
    json.writeStringField("dev_id", device.deviceId());
  }
}
