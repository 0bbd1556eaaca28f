package io.lorikeet.gatewaybridge.semtech;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The JSON part of a datagram, read token by token within limits. */
final class LimitedJson {

  /** Antennas of a packet are at depth 5; the rest is for keys that are not known yet. */
  private static final int MAX_DEPTH = 12;

  /** 255 bytes are 340 base64 digits; forks add free texts. */
  private static final int MAX_STRING = 4096;

  private static final int MAX_NAME = 128;
  private static final int MAX_NUMBER = 64;

  /** Names are not interned: they come from strangers. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .maxNameLength(MAX_NAME)
                  .maxNumberLength(MAX_NUMBER)
                  .build())
          .build();

  private LimitedJson() {}

  /** A parser of what follows the header; some forwarders end it with a NUL. */
  static JsonParser after(byte[] datagram) throws IOException {
    int end = datagram.length;
    while (end > SemtechHeader.LENGTH && isPadding(datagram[end - 1])) {
      end--;
    }
    return FACTORY.createParser(datagram, SemtechHeader.LENGTH, end - SemtechHeader.LENGTH);
  }

  /** Whether nothing but white space and NUL follows the header. */
  static boolean absent(byte[] datagram) {
    for (int i = SemtechHeader.LENGTH; i < datagram.length; i++) {
      if (!isPadding(datagram[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPadding(byte b) {
    return b == 0 || b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /** The number here; empty when it is something else, which is passed over. */
  static OptionalDouble number(JsonParser json) throws IOException {
    if (json.currentToken().isNumeric()) {
      double value = json.getDoubleValue();
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
    json.skipChildren();
    return OptionalDouble.empty();
  }

  /** The whole number here, also when written {@code 7.0}; empty when it is something else. */
  static OptionalLong integer(JsonParser json, long min, long max) throws IOException {
    var number = number(json);
    if (number.isEmpty()) {
      return OptionalLong.empty();
    }
    double value = number.getAsDouble();
    // All that forwarders send is below 2^53, where doubles are exact.
    return value == Math.rint(value) && value >= min && value <= max
        ? OptionalLong.of((long) value)
        : OptionalLong.empty();
  }

  static boolean isText(JsonParser json) {
    return json.currentToken() == JsonToken.VALUE_STRING;
  }
}
