package io.lorikeet.embeddedmqtt;

import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a client in by its user name and password, and notes beside the connection who it is. */
final class ClientLogin implements SimpleAuthenticator {

  static final String ATTRIBUTE = "lorikeet-login";

  private static final Logger log = LoggerFactory.getLogger(ClientLogin.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Authorizer authorizer;
  private final NetworkPassword network;

  ClientLogin(Authorizer authorizer, NetworkPassword network) {
    this.authorizer = authorizer;
    this.network = network;
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
    login(userName, password)
        .whenComplete(
            (login, failure) -> {
              if (failure != null) {
                log.warn("login of {} could not be checked: {}", userName, failure.toString());
              }
              if (failure != null || login.isEmpty() || !willAllowed(packet, login.get())) {
                output.failAuthentication(ConnackReasonCode.BAD_USER_NAME_OR_PASSWORD);
              } else {
                input
                    .getConnectionInformation()
                    .getConnectionAttributeStore()
                    .putAsString(ATTRIBUTE, login.get().toText());
                output.authenticateSuccessfully();
              }
              async.resume();
            });
  }

  private CompletionStage<Optional<Login>> login(String userName, String password) {
    if (userName.equals(NetworkPassword.USER_NAME)) {
      return CompletableFuture.completedFuture(
          network.matches(password) ? Optional.of(Login.NETWORK) : Optional.empty());
    }
    try {
      return authorizer
          .authorize(userName, password)
          .thenApply(found -> found.map(accesses -> new Login(userName, accesses)));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static boolean willAllowed(ConnectPacket packet, Login login) {
    return packet.getWillPublish().map(will -> login.mayPublish(will.getTopic())).orElse(true);
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
