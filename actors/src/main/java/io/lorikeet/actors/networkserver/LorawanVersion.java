package io.lorikeet.actors.networkserver;

/** Version of the LoRaWAN link layer that a device was built to. */
public enum LorawanVersion {
  V1_0("1.0.0"),
  V1_0_1("1.0.1"),
  V1_0_2("1.0.2"),
  V1_0_3("1.0.3"),
  V1_0_4("1.0.4");

  private final String text;

  LorawanVersion(String text) {
    this.text = text;
  }

  /** Reads {@code 1.0}, {@code 1.0.0} to {@code 1.0.4}. */
  public static LorawanVersion parse(String text) {
    var full = text.equals("1.0") ? "1.0.0" : text;
    for (var version : values()) {
      if (version.text.equals(full)) {
        return version;
      }
    }
    throw new IllegalArgumentException("lorawan_version: " + text + " (expected: 1.0.0 to 1.0.4)");
  }

  /** From 1.0.4 on a DevNonce counts up; before, it is random and only must not come again. */
  public boolean countsDevNonce() {
    return this == V1_0_4;
  }

  /** Up to 1.0.3 a step of the counter is limited (MAX_FCNT_GAP). */
  public boolean limitsCounterGap() {
    return this != V1_0_4;
  }

  @Override
  public String toString() {
    return text;
  }
}
