package io.lorikeet.integrations.mqtt;

/** A message that was not handed to the broker. It has no stack trace: it is no bug. */
final class NotPublished extends Exception {

  private static final long serialVersionUID = 1;

  enum Reason {
    NOT_CONNECTED,
    /** Over another connection than the one before: what that one's broker had may be gone. */
    CONNECTED_ANEW,
    /** One before it failed, and must come first. */
    OUT_OF_ORDER,
    /** The broker has just come, and nobody has subscribed yet. */
    NO_SUBSCRIBER,
    CLOSED
  }

  private final Reason reason;

  NotPublished(Reason reason) {
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
