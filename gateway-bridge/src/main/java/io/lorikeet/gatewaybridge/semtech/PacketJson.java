package io.lorikeet.gatewaybridge.semtech;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.actors.router.Reception.Fix;
import io.lorikeet.actors.router.Reception.Path;
import io.lorikeet.actors.router.Reception.Signal;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.radio.CodingRate;
import io.lorikeet.protocol.radio.LrFhss;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Reads one element of {@code rxpk}, key by key, in whatever order they come. The last of two equal
 * keys counts.
 */
final class PacketJson {

  /** What the radio's length byte allows. */
  private static final int MAX_PAYLOAD = 255;

  private static final long UINT32 = 0xffff_ffffL;
  private static final long GPS_EPOCH_MILLIS = 315_964_800_000L;

  /** UTC has been behind GPS by this much since 2017. */
  private static final long LEAP_MILLIS = 18_000;

  private OptionalLong tmst = OptionalLong.empty();
  private OptionalLong frequencyHz = OptionalLong.empty();
  private OptionalLong crcStatus = OptionalLong.empty();
  private OptionalLong size = OptionalLong.empty();
  private OptionalLong fineTimestamp = OptionalLong.empty();
  private OptionalDouble rssi = OptionalDouble.empty();
  private OptionalDouble snr = OptionalDouble.empty();
  private long channel;
  private long rfChain;
  private String modulation = "";
  private String dataRate = "";
  private long bitRate;
  private String codingRate = "";
  private Optional<Instant> time = Optional.empty();
  private Optional<Instant> gpsTime = Optional.empty();
  private Optional<Payload> phy = Optional.empty();
  private Optional<DropReason> defect = Optional.empty();
  private Optional<AntennaJson> antenna = Optional.empty();

  /** Reads up to the end of the object in which the parser stands. */
  void read(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      json.nextToken();
      switch (name) {
        case "tmst" -> tmst = integer(json, 0, UINT32);
        case "freq" -> frequencyHz = frequency(json);
        case "stat" -> crcStatus = integer(json, -1, 1);
        case "modu" -> modulation = text(json);
        case "datr" -> readDataRate(json);
        case "codr" -> codingRate = text(json);
        case "rssi" -> rssi = decibels(json);
        case "lsnr" -> snr = decibels(json);
        case "size" -> size = integer(json, 0, UINT32);
        case "data" -> readData(json);
        case "chan" -> channel = integer(json, 0, 255).orElse(0);
        case "rfch" -> rfChain = integer(json, 0, 255).orElse(0);
        case "time" -> time = instant(json);
        case "tmms" -> gpsTime = gpsInstant(json);
        case "ftime" -> fineTimestamp = LimitedJson.integer(json, 0, 999_999_999);
        case "rsig" -> antenna = AntennaJson.best(json);
        default -> json.skipChildren();
      }
    }
  }

  /** Gives the packet to {@code good}, or the first thing that is wrong with it to {@code bad}. */
  void finish(Consumer<ReceivedPacket> good, Consumer<DropReason> bad) {
    // A broken frame is noise: whatever else is odd about it, it is counted as that.
    if (crcStatus.isPresent() && crcStatus.getAsLong() != 1) {
      bad.accept(DropReason.BAD_CRC);
    } else if (defect.isPresent()) {
      bad.accept(defect.get());
    } else if (incomplete()) {
      bad.accept(DropReason.MISSING_FIELD);
    } else if (size.getAsLong() != phy.orElseThrow().size()) {
      bad.accept(DropReason.SIZE_MISMATCH);
    } else {
      radio()
          .ifPresentOrElse(
              radio -> good.accept(packet(radio)),
              () -> bad.accept(DropReason.UNSUPPORTED_MODULATION));
    }
  }

  private boolean incomplete() {
    return tmst.isEmpty()
        || frequencyHz.isEmpty()
        || crcStatus.isEmpty()
        || modulation.isEmpty()
        || (dataRate.isEmpty() && bitRate == 0)
        || size.isEmpty()
        || phy.isEmpty()
        || (rssi.isEmpty() && antenna.isEmpty());
  }

  private ReceivedPacket packet(Radio radio) {
    var signal =
        new Signal(
            (float) rssi.orElseGet(() -> antenna.map(AntennaJson::rssi).orElse(0d)),
            radio.lora()
                ? (float) snr.orElseGet(() -> antenna.map(AntennaJson::snr).orElse(0d))
                : 0);
    var path = new Path((int) channel, (int) rfChain, antenna.map(AntennaJson::antenna).orElse(0));
    var utc = time.isPresent() ? time : gpsTime;
    var fine =
        fineTimestamp.isPresent()
            ? fineTimestamp
            : antenna.map(AntennaJson::fineTimestamp).orElse(OptionalLong.empty());
    var fix = utc.isEmpty() && fine.isEmpty() ? Fix.NONE : new Fix(utc, fine, Optional.empty());
    return new ReceivedPacket(phy.orElseThrow(), radio, tmst.getAsLong(), signal, path, fix);
  }

  private Optional<Radio> radio() {
    return switch (modulation) {
      case "LORA" ->
          DataRateText.of(dataRate)
              .flatMap(
                  rate ->
                      // Forks that leave the coding rate out mean LoRaWAN's.
                      CodingRate.of(codingRate.isEmpty() ? "4/5" : codingRate)
                          .map(
                              coding ->
                                  Radio.lora(
                                      frequencyHz.getAsLong(),
                                      rate.spreadingFactor(),
                                      rate.bandwidthHz(),
                                      coding.toString())));
      case "LR-FHSS" ->
          LrFhss.parse(dataRate, codingRate)
              .map(lrFhss -> Radio.of(frequencyHz.getAsLong(), lrFhss));
      case "FSK" ->
          bitRate == 0
              ? Optional.empty()
              : Optional.of(Radio.fsk(frequencyHz.getAsLong(), (int) bitRate));
      default -> Optional.empty();
    };
  }

  private void readDataRate(JsonParser json) throws IOException {
    if (LimitedJson.isText(json)) {
      dataRate = json.getText();
    } else {
      bitRate = integer(json, 1, 1_000_000).orElse(0);
    }
  }

  private void readData(JsonParser json) throws IOException {
    if (!LimitedJson.isText(json)) {
      json.skipChildren();
      bad(DropReason.BAD_FIELD);
      return;
    }
    phy = Base64Text.decode(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    if (phy.isEmpty()) {
      bad(DropReason.BAD_BASE64);
    } else if (phy.get().size() > MAX_PAYLOAD) {
      bad(DropReason.BAD_FIELD);
    }
  }

  /** MHz to Hz: rounded, since 868.1 has no exact binary form. */
  private OptionalLong frequency(JsonParser json) throws IOException {
    double hertz = Math.rint(LimitedJson.number(json).orElse(0) * 1e6);
    if (hertz >= 1 && hertz <= UINT32) {
      return OptionalLong.of((long) hertz);
    }
    bad(DropReason.BAD_FIELD);
    return OptionalLong.empty();
  }

  private OptionalDouble decibels(JsonParser json) throws IOException {
    var value = LimitedJson.number(json);
    if (value.isEmpty() || Math.abs(value.getAsDouble()) > 1000) {
      bad(DropReason.BAD_FIELD);
      return OptionalDouble.empty();
    }
    return value;
  }

  private OptionalLong integer(JsonParser json, long min, long max) throws IOException {
    var value = LimitedJson.integer(json, min, max);
    if (value.isEmpty()) {
      bad(DropReason.BAD_FIELD);
    }
    return value;
  }

  private String text(JsonParser json) throws IOException {
    if (LimitedJson.isText(json)) {
      return json.getText();
    }
    bad(DropReason.BAD_FIELD);
    json.skipChildren();
    return "";
  }

  /** Time is a help, not a need: what cannot be read is left out. */
  private static Optional<Instant> instant(JsonParser json) throws IOException {
    if (!LimitedJson.isText(json)) {
      json.skipChildren();
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(json.getText()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> gpsInstant(JsonParser json) throws IOException {
    var millis = LimitedJson.integer(json, 0, 1L << 48);
    return millis.isEmpty()
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(GPS_EPOCH_MILLIS - LEAP_MILLIS + millis.getAsLong()));
  }

  private void bad(DropReason reason) {
    if (defect.isEmpty()) {
      defect = Optional.of(reason);
    }
  }
}
