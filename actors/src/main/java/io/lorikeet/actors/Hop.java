package io.lorikeet.actors;

import java.util.Locale;

/**
 * The steps of a frame's way, each measured from where the way begins. Uplinks and joins begin with
 * the arrival of the first copy; a downlink with the arrival of what it answers, or with its
 * session's asking a gateway when it answers nothing.
 */
public enum Hop {
  /** The first copy has come to the broker of its address. */
  ROUTED("lorikeet.uplink.hop", Steps.ROUTED),
  /** The deduplication window is closed; the frame goes to its device. */
  COLLECTED("lorikeet.uplink.hop", Steps.UPLINK),
  /** The counter and the frame are stored. */
  ACCEPTED("lorikeet.uplink.hop", Steps.UPLINK),
  /** The application's side has opened it. */
  DECRYPTED("lorikeet.uplink.hop", Steps.UPLINK),
  /** The application's log has stored it. */
  LOGGED("lorikeet.uplink.hop", Steps.UPLINK),

  /** The first copy has come to the broker of its device. */
  JOIN_ROUTED("lorikeet.join.hop", Steps.ROUTED),
  /** The deduplication window is closed; the request goes to its device. */
  JOIN_COLLECTED("lorikeet.join.hop", Steps.UPLINK),
  /** Both sides have stored the new session. */
  JOIN_ACCEPTED("lorikeet.join.hop", Steps.DOWNLINK),
  /** A gateway has taken the join-accept. */
  JOIN_ANSWERED("lorikeet.join.hop", Steps.DOWNLINK),

  /** The session has stored the counter, and made the frame. */
  DOWNLINK_PREPARED("lorikeet.downlink.hop", Steps.DOWNLINK),
  /** The gateway has stored its airtime; the frame goes to the connection. */
  DOWNLINK_CLAIMED("lorikeet.downlink.hop", Steps.DOWNLINK),
  /** The packet forwarder has taken it. */
  DOWNLINK_ACKNOWLEDGED("lorikeet.downlink.hop", Steps.DOWNLINK);

  /** Bounds of the histograms, in milliseconds. */
  private static final class Steps {
    static final int[] ROUTED = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 10_000, 30_000};

    /** The first is what the window takes when nothing holds it up. */
    static final int[] UPLINK = {
      202, 205, 210, 220, 240, 260, 300, 350, 400, 500, 750, 1_000, 2_000, 5_000, 10_000, 30_000
    };

    /** RX1 opens after 1 s to 15 s, after a join after 5 s. */
    static final int[] DOWNLINK = {
      10, 50, 100, 205, 220, 240, 260, 300, 350, 400, 500, 750, 1_000, 2_000, 3_000, 4_000, 4_500,
      5_000, 6_000, 15_000
    };
  }

  private final String metric;
  private final int[] steps;

  Hop(String metric, int[] steps) {
    this.metric = metric;
    this.steps = steps;
  }

  String metric() {
    return metric;
  }

  /** The name in lower case, without what the metric says. */
  String label() {
    var name = name().toLowerCase(Locale.ROOT);
    return name.substring(name.indexOf('_') + 1);
  }

  int[] steps() {
    return steps.clone();
  }
}
