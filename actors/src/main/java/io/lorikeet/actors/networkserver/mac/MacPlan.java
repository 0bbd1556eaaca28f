package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.protocol.mac.MacCommand;
import java.util.List;

/**
 * Requests for one downlink.
 *
 * @param after the state once they are sent
 */
public record MacPlan(List<MacCommand> requests, MacState after) {

  public MacPlan {
    requests = List.copyOf(requests);
  }

  public boolean isEmpty() {
    return requests.isEmpty();
  }
}
