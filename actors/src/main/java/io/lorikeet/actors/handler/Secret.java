package io.lorikeet.actors.handler;

/** A text that nobody is to read: sealed wherever it is stored, and hidden in logs. */
public record Secret(String text) {

  @Override
  public String toString() {
    return "Secret";
  }
}
