package io.lorikeet.embeddedmqtt;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Tells the broker who may log in, and what for. */
public interface Authorizer {

  /** What a client may do within its application's topics. */
  enum Access {
    /** Subscribe to {@code {application}/...}. */
    RECEIVE,
    /** Publish to {@code {application}/devices/{device}/down}. */
    SEND
  }

  /**
   * What {@code key} allows in an application; empty when there is no such application or key. A
   * stage that fails or takes longer than five seconds refuses the client too.
   *
   * @param applicationId the client's user name
   * @param key the client's password
   */
  CompletionStage<Optional<Set<Access>>> authorize(String applicationId, String key);
}
