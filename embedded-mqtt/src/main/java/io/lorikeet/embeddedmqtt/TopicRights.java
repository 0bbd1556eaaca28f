package io.lorikeet.embeddedmqtt;

import com.hivemq.extension.sdk.api.auth.PublishAuthorizer;
import com.hivemq.extension.sdk.api.auth.SubscriptionAuthorizer;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerOutput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerOutput;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.subscribe.SubackReasonCode;
import java.util.Optional;

/** Holds every client to the topics of its login; nothing is retained. */
final class TopicRights implements PublishAuthorizer, SubscriptionAuthorizer {

  @Override
  public void authorizePublish(PublishAuthorizerInput input, PublishAuthorizerOutput output) {
    var packet = input.getPublishPacket();
    var allowed =
        !packet.getRetain()
            && login(input.getConnectionInformation())
                .map(login -> login.mayPublish(packet.getTopic()))
                .orElse(false);
    if (allowed) {
      output.authorizeSuccessfully();
    } else {
      output.failAuthorization(AckReasonCode.NOT_AUTHORIZED);
    }
  }

  @Override
  public void authorizeSubscribe(
      SubscriptionAuthorizerInput input, SubscriptionAuthorizerOutput output) {
    var filter = input.getSubscription().getTopicFilter();
    var allowed =
        login(input.getConnectionInformation())
            .map(login -> login.maySubscribe(filter))
            .orElse(false);
    if (allowed) {
      output.authorizeSuccessfully();
    } else {
      output.failAuthorization(SubackReasonCode.NOT_AUTHORIZED);
    }
  }

  private static Optional<Login> login(ConnectionInformation connection) {
    return connection
        .getConnectionAttributeStore()
        .getAsString(ClientLogin.ATTRIBUTE)
        .map(Login::ofText);
  }
}
