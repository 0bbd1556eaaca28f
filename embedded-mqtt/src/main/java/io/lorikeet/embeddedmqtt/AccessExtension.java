package io.lorikeet.embeddedmqtt;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.interceptor.connect.ConnectInboundInterceptor;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;

/** What makes the broker ask who a client is and what it may do. */
final class AccessExtension implements ExtensionMain {

  private final ClientLogin login;

  AccessExtension(ClientLogin login) {
    this.login = login;
  }

  @Override
  public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
    Services.securityRegistry().setAuthenticatorProvider(client -> login);
    var ownNames = ownClientIds();
    Services.interceptorRegistry().setConnectInboundInterceptorProvider(client -> ownNames);
  }

  @Override
  public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
    // Everything registered at the start goes with the broker.
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
