package io.lorikeet.gatewaybridge.semtech;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.lorikeet.actors.router.Location;
import io.lorikeet.gatewaybridge.semtech.SemtechDatagram.Malformed;
import io.lorikeet.gatewaybridge.semtech.SemtechDatagram.PushData;
import io.lorikeet.protocol.id.GatewayEui;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads the JSON of a PUSH_DATA: {@code rxpk}, {@code stat}, or both; other keys are ignored. */
final class PushDataJson {

  /** The most that a forwarder's buffer holds, and so the most it bundles. */
  static final int MAX_PACKETS = 255;

  private final List<ReceivedPacket> received = new ArrayList<>(4);
  private final List<DropReason> dropped = new ArrayList<>(0);
  private Optional<GatewayStat> stat = Optional.empty();
  private boolean known;

  private PushDataJson() {}

  static SemtechDatagram read(byte[] bytes, int version, int token, GatewayEui gateway) {
    if (LimitedJson.absent(bytes)) {
      return new Malformed(DropReason.BAD_JSON);
    }
    var content = new PushDataJson();
    try (var json = LimitedJson.after(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return new Malformed(DropReason.BAD_JSON);
      }
      content.readObject(json);
      if (json.nextToken() != null) {
        return new Malformed(DropReason.BAD_JSON);
      }
    } catch (StreamConstraintsException e) {
      return new Malformed(DropReason.EXCESSIVE_JSON);
    } catch (IOException | RuntimeException e) {
      // A defect of the parser that strangers find must not reach those who serve others.
      return new Malformed(DropReason.BAD_JSON);
    }
    return content.known
        ? new PushData(version, token, gateway, content.received, content.dropped, content.stat)
        : new Malformed(DropReason.NO_CONTENT);
  }

  private void readObject(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      var value = json.nextToken();
      if (name.equals("rxpk") && value == JsonToken.START_ARRAY) {
        known = true;
        readPackets(json);
      } else if (name.equals("stat") && value == JsonToken.START_OBJECT) {
        known = true;
        stat = Optional.of(readStat(json));
      } else {
        json.skipChildren();
      }
    }
  }

  private void readPackets(JsonParser json) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (received.size() + dropped.size() >= MAX_PACKETS) {
        // Counted once, so that what a datagram leaves behind stays bounded.
        if (dropped.isEmpty() || last(dropped) != DropReason.TOO_MANY_PACKETS) {
          dropped.add(DropReason.TOO_MANY_PACKETS);
        }
        json.skipChildren();
      } else if (json.currentToken() == JsonToken.START_OBJECT) {
        var packet = new PacketJson();
        packet.read(json);
        packet.finish(received::add, dropped::add);
      } else {
        dropped.add(DropReason.BAD_PACKET);
        json.skipChildren();
      }
    }
  }

  private static DropReason last(List<DropReason> reasons) {
    return reasons.get(reasons.size() - 1);
  }

  private static GatewayStat readStat(JsonParser json) throws IOException {
    var latitude = OptionalDouble.empty();
    var longitude = OptionalDouble.empty();
    var altitude = OptionalDouble.empty();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      json.nextToken();
      switch (name) {
        case "lati" -> latitude = LimitedJson.number(json);
        case "long" -> longitude = LimitedJson.number(json);
        case "alti" -> altitude = LimitedJson.number(json);
        default -> json.skipChildren();
      }
    }
    return new GatewayStat(location(latitude, longitude, altitude));
  }

  private static Optional<Location> location(
      OptionalDouble latitude, OptionalDouble longitude, OptionalDouble altitude) {
    if (latitude.isEmpty() || longitude.isEmpty()) {
      return Optional.empty();
    }
    double north = latitude.getAsDouble();
    double east = longitude.getAsDouble();
    // A receiver without a fix says 0, 0.
    boolean nowhere = north == 0 && east == 0;
    if (nowhere || Math.abs(north) > 90 || Math.abs(east) > 180) {
      return Optional.empty();
    }
    return Optional.of(
        new Location(north, east, (int) Math.round(altitude.orElse(0)), Location.Source.GPS));
  }
}
