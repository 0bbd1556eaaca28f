package io.lorikeet.actors.networkserver;

import io.lorikeet.protocol.region.Revision;

/** Version of the LoRaWAN link layer that the network and a device use with each other. */
public enum LorawanVersion {
  V1_0("1.0.0"),
  V1_0_1("1.0.1"),
  V1_0_2("1.0.2"),
  V1_0_3("1.0.3"),
  V1_0_4("1.0.4"),
  V1_1("1.1.0");

  private final String text;

  LorawanVersion(String text) {
    this.text = text;
  }

  /** Reads {@code 1.0.0} to {@code 1.0.4}, {@code 1.1.0}, and these without a last {@code .0}. */
  public static LorawanVersion parse(String text) {
    for (var version : values()) {
      if (version.text.equals(text) || version.text.equals(text + ".0")) {
        return version;
      }
    }
    throw new IllegalArgumentException(
        "lorawan_version: " + text + " (expected: 1.0.0 to 1.0.4 or 1.1.0)");
  }

  /**
   * The regional parameters of a device of which nobody said more. Up to 1.0.1 they were a part of
   * the specification of LoRaWAN, and no later ones are for these devices.
   */
  public Revision regionalParameters() {
    return switch (this) {
      case V1_0 -> Revision.TS001_1_0;
      case V1_0_1 -> Revision.TS001_1_0_1;
      case V1_0_2, V1_0_3, V1_0_4, V1_1 -> Revision.DEFAULT;
    };
  }

  /** From 1.0.4 on a DevNonce counts up; before, it is random and only must not come again. */
  public boolean countsDevNonce() {
    return compareTo(V1_0_4) >= 0;
  }

  /** Up to 1.0.3 a step of the counter is limited (MAX_FCNT_GAP). */
  public boolean limitsCounterGap() {
    return compareTo(V1_0_4) < 0;
  }

  /** From 1.1 on there are two root keys, three keys for the network and two downlink counters. */
  public boolean splitsKeys() {
    return this == V1_1;
  }

  @Override
  public String toString() {
    return text;
  }
}
