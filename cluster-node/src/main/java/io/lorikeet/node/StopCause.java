package io.lorikeet.node;

import akka.actor.CoordinatedShutdown;

/** Why a node's actor system has stopped, or is about to. */
enum StopCause {
  /** It was told to, by whoever started it or through the API. */
  TOLD("it was told to stop", true),
  /** The others, or it itself, decided that it is no part of the cluster any more. */
  DOWNED("it had lost the other nodes; they go on without it", false),
  DOES_NOT_FIT("its configuration or version does not fit", false),
  NOT_JOINED("no node let it in", false),
  OTHER("something in it failed", false);

  private final String text;
  private final boolean orderly;

  StopCause(String text, boolean orderly) {
    this.text = text;
    this.orderly = orderly;
  }

  String text() {
    return text;
  }

  /** Whether a supervisor may leave it stopped. */
  boolean orderly() {
    return orderly;
  }

  static StopCause of(CoordinatedShutdown shutdown) {
    var reason = shutdown.getShutdownReason();
    if (reason.isEmpty()
        || reason.get() == CoordinatedShutdown.jvmExitReason()
        || reason.get() == CoordinatedShutdown.clusterLeavingReason()) {
      return TOLD;
    }
    if (reason.get() == CoordinatedShutdown.clusterDowningReason()) {
      return DOWNED;
    }
    if (reason.get() == CoordinatedShutdown.incompatibleConfigurationDetectedReason()) {
      return DOES_NOT_FIT;
    }
    return reason.get() == CoordinatedShutdown.clusterJoinUnsuccessfulReason() ? NOT_JOINED : OTHER;
  }
}
