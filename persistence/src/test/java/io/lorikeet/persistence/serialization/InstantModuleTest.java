package io.lorikeet.persistence.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantModuleTest {

  private static final ObjectMapper JACKSONS =
      new CBORMapper()
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

  private final ObjectMapper ours = JACKSONS.copy().registerModule(new InstantModule());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999999Z",
        "2026-03-01T12:00:00.100Z",
        "2026-03-01T12:00:00.000001Z",
        "2026-03-01T12:00:00.000000001Z",
        "2024-02-29T23:59:59.123456Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z",
        "+10000-01-01T00:00:00Z",
        "-0001-12-31T23:59:59Z"
      })
  void writesAndReadsWhatJacksonDoes(String text) throws IOException {
    isTheSame(Instant.parse(text));
  }

  @Test
  void writesAndReadsAnyMomentLikeJackson() throws IOException {
    var random = new SplittableRandom(7);
    for (int i = 0; i < 20_000; i++) {
      long second = random.nextLong(-62_200_000_000L, 253_500_000_000L);
      int nano = random.nextInt(1_000_000_000);
      isTheSame(
          Instant.ofEpochSecond(second, nano - nano % new int[] {1, 1_000, 1_000_000}[i % 3]));
    }
  }

  private void isTheSame(Instant moment) throws IOException {
    var written = ours.writeValueAsBytes(moment);
    assertThat(written).isEqualTo(JACKSONS.writeValueAsBytes(moment));
    assertThat(ours.readValue(written, Instant.class)).isEqualTo(moment);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-01T12:00:00.1Z",
        "2026-03-01T12:00:00.Z",
        "2026-03-01T12:00:00.12345Z",
        "2026-03-01T12:00:00+00:00",
        "2026-03-01T24:00:00Z",
        "2016-12-31T23:59:60Z"
      })
  void readsOtherTextsThatJacksonReads(String text) throws IOException {
    var bytes = JACKSONS.writeValueAsBytes(text);

    assertThat(ours.readValue(bytes, Instant.class))
        .isEqualTo(JACKSONS.readValue(bytes, Instant.class));
  }

  @Test
  void readsSecondsWithAFraction() throws IOException {
    var bytes = JACKSONS.writeValueAsBytes(1.5);

    assertThat(ours.readValue(bytes, Instant.class)).isEqualTo(Instant.ofEpochMilli(1_500));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-01T12:00:0xZ",
        "2026-02-30T12:00:00Z",
        "2026-13-01T12:00:00Z",
        "2026-03-01T12:61:00Z",
        "2026-03-01T12:00:00,5Z",
        "2026-03-01T12:00:00.1234567891Z",
        "2026-03-01T12:00:00",
        "noon"
      })
  void refusesWhatIsNoMoment(String text) throws IOException {
    var bytes = JACKSONS.writeValueAsBytes(text);

    assertThatThrownBy(() -> ours.readValue(bytes, Instant.class))
        .isInstanceOf(InvalidFormatException.class);
  }
}
