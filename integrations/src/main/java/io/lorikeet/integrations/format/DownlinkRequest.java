package io.lorikeet.integrations.format;

import io.lorikeet.actors.handler.DownlinkMessage;
import java.util.Optional;

/** What an application's JSON asks to send. */
public sealed interface DownlinkRequest {

  /**
   * @param deviceId which device, where the JSON says so
   */
  record Valid(Optional<String> deviceId, DownlinkMessage message) implements DownlinkRequest {}

  /**
   * @param error names the bad field and what was expected of it
   */
  record Invalid(String error) implements DownlinkRequest {}
}
