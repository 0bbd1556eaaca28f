package io.lorikeet.embeddedmqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.embeddedmqtt.Authorizer.Access;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {

  private static final Login BOTH = new Login("farm", Set.of(Access.RECEIVE, Access.SEND));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "farm/#",
        "farm/devices/+/up",
        "farm/devices/soil/events/#",
        "$share/workers/farm/devices/+/up"
      })
  void subscribesInsideItsApplication(String filter) {
    assertThat(BOTH.maySubscribe(filter)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#",
        "+/#",
        "+/devices/+/up",
        "farm",
        "farm2/#",
        "farmer/devices/+/up",
        "other/devices/+/up",
        "$SYS/#",
        "$share/workers/+/devices/+/up",
        "$share/farm/other/#",
        "$share/farm",
        "/farm/#",
        ""
      })
  void subscribesNowhereElse(String filter) {
    assertThat(BOTH.maySubscribe(filter)).isFalse();
  }

  @Test
  void publishesDownlinks() {
    assertThat(BOTH.mayPublish("farm/devices/soil/down")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "farm/devices/soil/up",
        "farm/devices/soil/events/down/sent",
        "farm/devices//down",
        "farm/devices/soil/down/",
        "farm/devices/a/b/down",
        "farm/things/soil/down",
        "other/devices/soil/down",
        "/farm/devices/soil/down"
      })
  void publishesNothingElse(String topic) {
    assertThat(BOTH.mayPublish(topic)).isFalse();
  }

  @Test
  void needsTheRightForEither() {
    var receiver = new Login("farm", Set.of(Access.RECEIVE));
    var sender = new Login("farm", Set.of(Access.SEND));

    assertThat(receiver.mayPublish("farm/devices/soil/down")).isFalse();
    assertThat(sender.maySubscribe("farm/devices/+/up")).isFalse();
  }

  @Test
  void theNetworkItselfUsesEveryTopic() {
    assertThat(Login.NETWORK.mayPublish("farm/devices/soil/up")).isTrue();
    assertThat(Login.NETWORK.maySubscribe("+/devices/+/down")).isTrue();
  }

  @Test
  void isTheSameAfterItWasText() {
    assertThat(Login.ofText(BOTH.toText())).isEqualTo(BOTH);
    assertThat(Login.ofText(Login.NETWORK.toText())).isEqualTo(Login.NETWORK);
  }
}
