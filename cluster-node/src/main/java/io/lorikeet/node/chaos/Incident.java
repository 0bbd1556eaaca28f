package io.lorikeet.node.chaos;

/**
 * Something that must never happen, or not everywhere.
 *
 * @param nanos when it was seen, simulated time
 */
record Incident(Kind kind, long nanos, String what) {

  enum Kind {
    /** One uplink of a device was delivered under two ids. */
    DUPLICATED("delivered under two ids"),
    /** Two uplinks were delivered under one counter of a device. */
    F_CNT_TWICE("FCnt accepted twice"),
    /** The application got what no device had sent. */
    NEVER_SENT("delivered, never sent"),
    /** The first delivery of an uplink came after one with a higher counter. */
    OUT_OF_ORDER("out of order"),
    /** Two frames to a device had one counter, or a counter went back. */
    F_CNT_DOWN_REUSED("FCntDown reused"),
    /** Two answers within seconds went on the air in the other order; no counter was used twice. */
    F_CNT_DOWN_CROSSED("FCntDown crossed"),
    /** Two different join-accepts answered one DevNonce of a device. */
    DEV_NONCE_REUSED("DevNonce reused"),
    /** A node that must not serve any more still does. */
    NOT_STOPPED("still serving"),
    /** A node could not read what another one had written or sent. */
    NOT_UNDERSTOOD("not understood"),
    /** The cluster did not get well again. */
    NOT_WELL("not well again");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
