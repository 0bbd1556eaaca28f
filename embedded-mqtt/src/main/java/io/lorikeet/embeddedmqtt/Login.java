package io.lorikeet.embeddedmqtt;

import io.lorikeet.embeddedmqtt.Authorizer.Access;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a connected client may do.
 *
 * @param applicationId its application; empty for the network itself, which may do everything
 */
record Login(String applicationId, Set<Access> accesses) {

  private static final String SHARED = "$share/";

  static final Login NETWORK = new Login("", Set.of());

  /**
   * Only below the application's own topics: a filter that could match another application's is
   * refused, not narrowed.
   */
  boolean maySubscribe(String filter) {
    return network() || accesses.contains(Access.RECEIVE) && inside(withoutShare(filter));
  }

  /** Only a device's downlinks; everything else is said by the network. */
  boolean mayPublish(String topic) {
    if (network()) {
      return true;
    }
    var levels = topic.split("/", -1);
    return accesses.contains(Access.SEND)
        && levels.length == 4
        && levels[0].equals(applicationId)
        && levels[1].equals("devices")
        && !levels[2].isEmpty()
        && levels[3].equals("down");
  }

  private boolean network() {
    return applicationId.isEmpty();
  }

  private boolean inside(String filter) {
    return filter.startsWith(applicationId + "/");
  }

  /** The filter inside {@code $share/{group}/{filter}}. */
  private static String withoutShare(String filter) {
    if (!filter.startsWith(SHARED)) {
      return filter;
    }
    return filter.substring(filter.indexOf('/', SHARED.length()) + 1);
  }

  /** As it is kept beside the connection. */
  String toText() {
    return applicationId
        + "\n"
        + accesses.stream().map(Enum::name).sorted().collect(Collectors.joining(","));
  }

  static Login ofText(String text) {
    var end = text.indexOf('\n');
    var accesses =
        Arrays.stream(text.substring(end + 1).split(","))
            .filter(name -> !name.isEmpty())
            .map(Access::valueOf)
            .collect(Collectors.toUnmodifiableSet());
    return new Login(text.substring(0, end), accesses);
  }
}
