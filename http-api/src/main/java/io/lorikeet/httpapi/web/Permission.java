package io.lorikeet.httpapi.web;

import io.lorikeet.actors.handler.Right;
import java.util.Optional;

/** Who may use an endpoint. */
public sealed interface Permission {

  /** Everybody, without a key. */
  record Everybody() implements Permission {}

  /** Only who has the admin key. */
  record AdminOnly() implements Permission {}

  /**
   * Who has a key of the application that the path names.
   *
   * @param right what the key must be good for; none: any key of the application will do
   */
  record InApplication(Optional<Right> right) implements Permission {}
}
