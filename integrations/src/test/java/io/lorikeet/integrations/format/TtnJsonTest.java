package io.lorikeet.integrations.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.handler.ApplicationMessage.Change;
import io.lorikeet.integrations.Messages;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TtnJsonTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @ParameterizedTest
  @MethodSource("messages")
  void isAsItWasPromised(String golden, ApplicationMessage message) throws IOException {
    try (var expected = getClass().getResourceAsStream("/golden/" + golden + ".json")) {
      assertThat(MAPPER.readTree(TtnJson.encode(message))).isEqualTo(MAPPER.readTree(expected));
    }
  }

  static Stream<Arguments> messages() {
    return Stream.of(
        arguments("up", Messages.uplink(7)),
        arguments("up-bare", Messages.bareUplink()),
        arguments("activations", Messages.activated()),
        arguments("activations-errors", Messages.activationFailed()),
        arguments("down-scheduled", Messages.scheduled()),
        arguments("down-sent", Messages.sent()),
        arguments("down-acks", Messages.acknowledged()),
        arguments("down-errors", Messages.downlinkFailed()),
        arguments("update", Messages.changed(Change.UPDATE)),
        arguments("delete", Messages.changed(Change.DELETE)));
  }

  @ParameterizedTest
  @MethodSource("topics")
  void hasItsTopicAndItsEvent(String topicEnd, String event, ApplicationMessage message) {
    var kind = MessageKind.of(message);

    assertThat(TtnJson.topic(message.device(), kind)).isEqualTo("farm/devices/soil/" + topicEnd);
    assertThat(kind.event()).isEqualTo(event);
  }

  static Stream<Arguments> topics() {
    return Stream.of(
        arguments("up", "up", Messages.uplink(7)),
        arguments("events/activations", "join", Messages.activated()),
        arguments("events/activations/errors", "join/errors", Messages.activationFailed()),
        arguments("events/down/scheduled", "down/scheduled", Messages.scheduled()),
        arguments("events/down/sent", "down/sent", Messages.sent()),
        arguments("events/down/acks", "down/acks", Messages.acknowledged()),
        arguments("events/down/errors", "down/errors", Messages.downlinkFailed()),
        arguments("events/create", "create", Messages.changed(Change.CREATE)),
        arguments("events/update", "update", Messages.changed(Change.UPDATE)),
        arguments("events/delete", "delete", Messages.changed(Change.DELETE)));
  }

  @Test
  void everyKindHasItsOwnNames() {
    assertThat(Arrays.stream(MessageKind.values()).map(MessageKind::event)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(MessageKind.values()).map(MessageKind::topicEnd))
        .doesNotHaveDuplicates();
  }
}
