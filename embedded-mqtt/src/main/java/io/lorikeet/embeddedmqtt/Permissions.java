package io.lorikeet.embeddedmqtt;

import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.MqttActivity;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.Retain;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import io.lorikeet.embeddedmqtt.Authorizer.Access;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The topics a client may use; all others are refused. The broker keeps them with the connection
 * and asks nobody again: asking for each message costs more than the message.
 */
final class Permissions {

  private static final Pattern NAME = Pattern.compile("[^/+#$\\x00-\\x1f]{1,100}");

  private Permissions() {}

  /** Whether a name can stand in a topic and mean only itself. */
  static boolean isName(String applicationId) {
    return NAME.matcher(applicationId).matches();
  }

  /** Everything, for the network itself. */
  static List<TopicPermission> ofNetwork() {
    return List.of(permission("#", MqttActivity.ALL));
  }

  /** What is below the application's name, to read; its devices' downlinks, to write. */
  static List<TopicPermission> of(String applicationId, Set<Access> accesses) {
    return accesses.stream()
        .map(
            access ->
                switch (access) {
                  case RECEIVE -> permission(applicationId + "/#", MqttActivity.SUBSCRIBE);
                  case SEND -> permission(applicationId + "/devices/+/down", MqttActivity.PUBLISH);
                })
        .toList();
  }

  private static TopicPermission permission(String filter, MqttActivity activity) {
    return Builders.topicPermission()
        .topicFilter(filter)
        .activity(activity)
        .retain(Retain.NOT_RETAINED)
        .build();
  }
}
