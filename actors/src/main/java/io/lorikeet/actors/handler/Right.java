package io.lorikeet.actors.handler;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What an API key may do within its application. */
public enum Right {
  MESSAGES_UP_READ("messages:up:r"),
  MESSAGES_DOWN_WRITE("messages:down:w"),
  DEVICES("devices"),
  DEVICES_KEYS("devices:keys"),
  SETTINGS("settings"),
  DELETE("delete");

  private final String text;

  Right(String text) {
    this.text = text;
  }

  public static Right parse(String text) {
    for (var right : values()) {
      if (right.text.equals(text)) {
        return right;
      }
    }
    throw new IllegalArgumentException("right: " + text + " (expected: one of " + all() + ")");
  }

  private static String all() {
    return Arrays.stream(values()).map(Right::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return text;
  }
}
