package io.lorikeet.embeddedmqtt;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.interceptor.connect.ConnectInboundInterceptor;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What makes the broker ask who a client is and what it may do. */
final class AccessExtension implements ExtensionMain {

  private final ClientLogin login;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "mqtt-logins");
            thread.setDaemon(true);
            return thread;
          });

  AccessExtension(ClientLogin login) {
    this.login = login;
  }

  @Override
  public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
    Services.securityRegistry().setAuthenticatorProvider(client -> login);
    var ownNames = ownClientIds();
    var clients = Services.clientService();
    var every = Logins.LOOK_EVERY.toMillis();
    looks.scheduleWithFixedDelay(
        () -> login.logins().look(clients), every, every, TimeUnit.MILLISECONDS);
    Services.interceptorRegistry().setConnectInboundInterceptorProvider(client -> ownNames);
  }

  @Override
  public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
    // Everything registered at the start goes with the broker.
    looks.shutdownNow();
  }

  /**
   * A client id names a session, and who presents it takes the session over with all that waits in
   * it. Behind its user name, a client id means something only within one application.
   */
  private static ConnectInboundInterceptor ownClientIds() {
    return (input, output) -> {
      var packet = output.getConnectPacket();
      var userName = packet.getUserName().orElse("");
      packet.setClientId(userName + "/" + packet.getClientId());
    };
  }
}
