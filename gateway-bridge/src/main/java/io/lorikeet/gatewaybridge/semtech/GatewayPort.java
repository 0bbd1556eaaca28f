package io.lorikeet.gatewaybridge.semtech;

import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.protocol.id.GatewayEui;

/** How a connection reaches the {@code Gateway} it belongs to, wherever that lives. */
@FunctionalInterface
public interface GatewayPort {

  /** Sends and returns at once; an answer goes to the command's {@code replyTo}, or never comes. */
  void tell(GatewayEui gateway, GatewayCommand command);
}
