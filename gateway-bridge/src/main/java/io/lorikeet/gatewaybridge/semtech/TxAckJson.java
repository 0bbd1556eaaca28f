package io.lorikeet.gatewaybridge.semtech;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.lorikeet.actors.gateway.GatewayConnection.Result;
import io.lorikeet.gatewaybridge.semtech.SemtechDatagram.Malformed;
import io.lorikeet.gatewaybridge.semtech.SemtechDatagram.TxAck;
import io.lorikeet.protocol.id.GatewayEui;
import java.io.IOException;
import java.util.Locale;

/** Reads the JSON of a TX_ACK, which is absent when all went well. */
final class TxAckJson {

  private String error = "";
  private String warning = "";

  private TxAckJson() {}

  static SemtechDatagram read(byte[] bytes, int version, int token, GatewayEui gateway) {
    var content = new TxAckJson();
    if (!LimitedJson.absent(bytes)) {
      try (var json = LimitedJson.after(bytes)) {
        if (json.nextToken() == JsonToken.START_OBJECT) {
          content.readObject(json);
        } else if (!LimitedJson.isText(json) || !json.getText().isEmpty()) {
          return new Malformed(DropReason.BAD_JSON);
        }
        if (json.nextToken() != null) {
          return new Malformed(DropReason.BAD_JSON);
        }
      } catch (StreamConstraintsException e) {
        return new Malformed(DropReason.EXCESSIVE_JSON);
      } catch (IOException | RuntimeException e) {
        // A defect of the parser that strangers find must not reach those who serve others.
        return new Malformed(DropReason.BAD_JSON);
      }
    }
    return new TxAck(version, token, gateway, content.result());
  }

  private void readObject(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      if (json.nextToken() == JsonToken.START_OBJECT && name.equals("txpk_ack")) {
        readAck(json);
      } else {
        json.skipChildren();
      }
    }
  }

  private void readAck(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      json.nextToken();
      var text = LimitedJson.isText(json) ? json.getText().toUpperCase(Locale.ROOT) : "";
      json.skipChildren();
      if (name.equals("error")) {
        error = text;
      } else if (name.equals("warn")) {
        warning = text;
      }
    }
  }

  /** An error outweighs a warning; what is not known is a refusal, for nothing says it was sent. */
  private Result result() {
    return switch (error) {
      case "", "NONE" -> warning.equals("TX_POWER") ? Result.ACCEPTED_LESS_POWER : Result.ACCEPTED;
      case "TOO_LATE" -> Result.TOO_LATE;
      case "TOO_EARLY" -> Result.TOO_EARLY;
      case "COLLISION_PACKET" -> Result.COLLISION_PACKET;
      case "COLLISION_BEACON" -> Result.COLLISION_BEACON;
      case "TX_FREQ" -> Result.FREQUENCY_UNSUPPORTED;
      case "TX_POWER" -> Result.POWER_UNSUPPORTED;
      case "GPS_UNLOCKED" -> Result.GPS_UNLOCKED;
      default -> Result.REFUSED;
    };
  }
}
