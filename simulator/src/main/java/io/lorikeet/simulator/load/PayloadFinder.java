package io.lorikeet.simulator.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/** Finds the payload in the JSON of an uplink, of any network; reads no further than to it. */
final class PayloadFinder {

  private static final JsonFactory JSON = new JsonFactory();

  private final JsonPointer path;

  /**
   * @param path a JSON pointer to base64, such as {@code /payload_raw}
   */
  PayloadFinder(String path) {
    this.path = JsonPointer.compile(path);
  }

  /** Empty if the message is no JSON or there is no base64 at the place. */
  Optional<byte[]> find(byte[] message) {
    try (var parser =
        new FilteringParserDelegate(
            JSON.createParser(message),
            new JsonPointerBasedFilter(path),
            TokenFilter.Inclusion.ONLY_INCLUDE_ALL,
            false)) {
      return parser.nextToken() == JsonToken.VALUE_STRING
          ? Optional.of(Base64.getDecoder().decode(parser.getText()))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
