package io.lorikeet.integrations.format;

import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.handler.ApplicationUplink;

/** What a message is called outside: in the MQTT topic, and in {@code X-Lorikeet-Event}. */
public enum MessageKind {
  UP("up", "up"),
  JOIN("events/activations", "join"),
  JOIN_ERROR("events/activations/errors", "join/errors"),
  DOWNLINK_SCHEDULED("events/down/scheduled", "down/scheduled"),
  DOWNLINK_SENT("events/down/sent", "down/sent"),
  DOWNLINK_ACKNOWLEDGED("events/down/acks", "down/acks"),
  DOWNLINK_ERROR("events/down/errors", "down/errors"),
  CREATE("events/create", "create"),
  UPDATE("events/update", "update"),
  DELETE("events/delete", "delete");

  private final String topicEnd;
  private final String event;

  MessageKind(String topicEnd, String event) {
    this.topicEnd = topicEnd;
    this.event = event;
  }

  /** What follows {@code {app_id}/devices/{dev_id}/}. */
  public String topicEnd() {
    return topicEnd;
  }

  /** The name that webhooks filter by. */
  public String event() {
    return event;
  }

  public static MessageKind of(ApplicationMessage message) {
    if (message instanceof ApplicationUplink) {
      return UP;
    }
    if (message instanceof ApplicationMessage.DeviceActivated) {
      return JOIN;
    }
    if (message instanceof ApplicationMessage.ActivationFailed) {
      return JOIN_ERROR;
    }
    if (message instanceof ApplicationMessage.DownlinkScheduled) {
      return DOWNLINK_SCHEDULED;
    }
    if (message instanceof ApplicationMessage.DownlinkSent) {
      return DOWNLINK_SENT;
    }
    if (message instanceof ApplicationMessage.DownlinkAcknowledged) {
      return DOWNLINK_ACKNOWLEDGED;
    }
    if (message instanceof ApplicationMessage.DownlinkFailed) {
      return DOWNLINK_ERROR;
    }
    if (message instanceof ApplicationMessage.DeviceChanged changed) {
      return switch (changed.change()) {
        case CREATE -> CREATE;
        case UPDATE -> UPDATE;
        case DELETE -> DELETE;
      };
    }
    throw new IllegalStateException("message of unknown kind: " + message.getClass());
  }
}
