package io.lorikeet.embeddedmqtt;

import static com.hivemq.extension.sdk.api.packets.auth.DefaultAuthorizationBehaviour.DENY;

import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a client in by its user name and password, with the permissions that follow from them. */
final class ClientLogin implements SimpleAuthenticator {

  private static final Logger log = LoggerFactory.getLogger(ClientLogin.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Authorizer authorizer;
  private final NetworkPassword network;
  private final Logins logins;

  ClientLogin(Authorizer authorizer, NetworkPassword network) {
    this.authorizer = authorizer;
    this.logins = new Logins(authorizer);
    this.network = network;
  }

  /** Who is logged in. */
  Logins logins() {
    return logins;
  }

  @Override
  public void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
    var packet = input.getConnectPacket();
    var userName = packet.getUserName().orElse("");
    var password = packet.getPassword().map(ClientLogin::text).orElse("");
    if (userName.isEmpty() || password.isEmpty()) {
      output.failAuthentication(ConnackReasonCode.BAD_USER_NAME_OR_PASSWORD);
      return;
    }
    var async =
        output.async(LIMIT, TimeoutFallback.FAILURE, ConnackReasonCode.BAD_USER_NAME_OR_PASSWORD);
    var clientId = packet.getClientId(); // as it was changed on its way in
    permissions(clientId, userName, password)
        .whenComplete(
            (permissions, failure) -> {
              if (failure != null) {
                log.warn("login of {} could not be checked: {}", userName, failure.toString());
              }
              if (failure != null || permissions.isEmpty()) {
                output.failAuthentication(ConnackReasonCode.BAD_USER_NAME_OR_PASSWORD);
              } else {
                output.getDefaultPermissions().addAll(permissions.get());
                output.getDefaultPermissions().setDefaultBehaviour(DENY);
                output.authenticateSuccessfully();
              }
              async.resume();
            });
  }

  private CompletionStage<Optional<List<TopicPermission>>> permissions(
      String clientId, String userName, String password) {
    if (userName.equals(NetworkPassword.USER_NAME)) {
      return CompletableFuture.completedFuture(
          network.matches(password) ? Optional.of(Permissions.ofNetwork()) : Optional.empty());
    }
    if (!Permissions.isName(userName)) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    try {
      return authorizer
          .authorize(userName, password)
          .thenApply(
              found -> {
                found.ifPresent(accesses -> logins.add(clientId, userName, password, accesses));
                return found.map(accesses -> Permissions.of(userName, accesses));
              });
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  /** The password with which this node's own clients log in; it lives as long as the broker. */
  record NetworkPassword(String value) {

    /** Not a name that an application can have. */
    static final String USER_NAME = "$lorikeet";

    boolean matches(String password) {
      return MessageDigest.isEqual(
          value.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return "NetworkPassword";
    }
  }
}
