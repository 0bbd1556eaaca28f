package io.lorikeet.integrations.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorikeet.actors.handler.DownlinkMessage;
import io.lorikeet.actors.handler.DownlinkMessage.Schedule;
import io.lorikeet.integrations.Messages;
import io.lorikeet.protocol.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownlinkJsonTest {

  @Test
  void readsEveryField() {
    assertThat(
            read(
                """
                {"port": 10, "confirmed": true, "schedule": "last", "payload_raw": "AQL/",
                 "expires_at": "2026-03-02T00:00:00Z", "dev_id": "soil", "colour": "green"}
                """))
        .isEqualTo(
            new DownlinkRequest.Valid(
                Optional.of("soil"),
                new DownlinkMessage(
                    "d-1",
                    10,
                    Payload.ofHex("0102ff"),
                    true,
                    Schedule.LAST,
                    Optional.of(Instant.parse("2026-03-02T00:00:00Z")),
                    Optional.empty())));
  }

  @Test
  void needsOnlyThePayload() {
    assertThat(read("{\"payload_raw\": \"AQL/\"}"))
        .isEqualTo(
            new DownlinkRequest.Valid(
                Optional.empty(),
                new DownlinkMessage(
                    "d-1",
                    1,
                    Payload.ofHex("0102ff"),
                    false,
                    Schedule.REPLACE,
                    Optional.empty(),
                    Optional.empty())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"port\": 0, \"payload_raw\": \"\"}                     | port: 0",
        "{\"port\": 224, \"payload_raw\": \"\"}                   | port: 224",
        "{\"port\": -1, \"payload_raw\": \"\"}                    | port: -1",
        "{\"port\": 1.5, \"payload_raw\": \"\"}                   | port: 1.5",
        "{\"port\": 99999999999, \"payload_raw\": \"\"}           | port: 99999999999",
        "{\"port\": \"1\", \"payload_raw\": \"\"}                 | port: \"1\"",
        "{\"port\": 1}                                            | payload_raw",
        "{\"port\": 1, \"payload_raw\": 5}                        | payload_raw",
        "{\"port\": 1, \"payload_raw\": \"***\"}                  | payload_raw",
        "{\"port\": 1, \"payload_fields\": {\"led\": true}}       | no encoder",
        "{\"payload_raw\": \"\", \"confirmed\": \"yes\"}          | confirmed: \"yes\"",
        "{\"payload_raw\": \"\", \"schedule\": \"now\"}           | schedule: \"now\"",
        "{\"payload_raw\": \"\", \"schedule\": 1}                 | schedule: 1",
        "{\"payload_raw\": \"\", \"expires_at\": \"tomorrow\"}    | expires_at",
        "{\"payload_raw\": \"\", \"dev_id\": \"a/b\"}             | dev_id",
        "[]                                                       | object",
        "null                                                     | object",
        "``                                                       | object",
        "{\"port\":                                               | not JSON",
        "hello                                                    | not JSON"
      })
  void saysWhatIsWrong(String json, String error) {
    assertThat(read(json))
        .isInstanceOfSatisfying(
            DownlinkRequest.Invalid.class, invalid -> assertThat(invalid.error()).contains(error));
  }

  @Test
  void refusesMoreThanAnyFrameCarries() {
    var longest = Base64.getEncoder().encodeToString(new byte[242]);
    var tooLong = Base64.getEncoder().encodeToString(new byte[243]);

    assertThat(read("{\"payload_raw\": \"" + longest + "\"}"))
        .isInstanceOf(DownlinkRequest.Valid.class);
    assertThat(read("{\"payload_raw\": \"" + tooLong + "\"}"))
        .isInstanceOf(DownlinkRequest.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[[[[", "{\"a\":{\"a\":{\"a\":{\"a\":"})
  void survivesEndlessNesting(String opening) {
    assertThat(read(opening.repeat(50_000))).isInstanceOf(DownlinkRequest.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"downlinks\": [{\"payload_raw\": \"AQ==\"}, {\"port\": 500}]}",
        "[{\"payload_raw\": \"AQ==\"}, {\"port\": 500}]"
      })
  void readsTheDownlinksOfAnAnswer(String answer) {
    var requests = answer(answer, 16);

    assertThat(requests).hasSize(2);
    assertThat(requests.get(0))
        .isInstanceOfSatisfying(
            DownlinkRequest.Valid.class,
            valid -> assertThat(valid.message().downlinkId()).isEqualTo("d-0"));
    assertThat(requests.get(1)).isInstanceOf(DownlinkRequest.Invalid.class);
  }

  @Test
  void readsASingleDownlinkInAnAnswer() {
    assertThat(answer("{\"payload_raw\": \"AQ==\", \"port\": 2}", 16)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "OK", "{}", "[]", "{\"downlinks\": null}", "{\"ok\": true}", "7"})
  void readsNoDownlinksInOtherAnswers(String answer) {
    assertThat(answer(answer, 16)).isEmpty();
  }

  @Test
  void readsNoMoreThanTheLimit() {
    assertThat(answer("[{}, {}, {}]", 2)).hasSize(2);
  }

  @Test
  void repeatsWhatItRefuses() throws IOException {
    var event =
        new ObjectMapper()
            .readTree(DownlinkJson.refusal(Messages.SOIL, "why", "{\"port\":500}".getBytes()));

    assertThat(event.path("error").textValue()).isEqualTo("why");
    assertThat(event.path("message").path("port").intValue()).isEqualTo(500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "\"\\u0000"})
  void refusesWithoutRepeatingWhatIsNotJson(String request) throws IOException {
    var event =
        new ObjectMapper().readTree(DownlinkJson.refusal(Messages.SOIL, "why", request.getBytes()));

    assertThat(event.path("message").isNull()).isTrue();
  }

  private static DownlinkRequest read(String json) {
    return DownlinkJson.read(json.getBytes(StandardCharsets.UTF_8), "d-1");
  }

  private static List<DownlinkRequest> answer(String json, int limit) {
    return DownlinkJson.readAnswer(
        json.getBytes(StandardCharsets.UTF_8), index -> "d-" + index, limit);
  }
}
