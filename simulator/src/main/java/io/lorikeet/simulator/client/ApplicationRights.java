package io.lorikeet.simulator.client;

import java.util.List;

/** The rights a simulation wants of an API key. */
public final class ApplicationRights {

  /** To read uplinks, to queue downlinks and to make devices. */
  public static final List<String> ALL_OF_A_SIMULATION =
      List.of("messages:up:r", "messages:down:w", "devices");

  private ApplicationRights() {}
}
