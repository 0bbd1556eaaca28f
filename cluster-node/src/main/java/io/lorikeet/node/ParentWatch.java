package io.lorikeet.node;

import java.io.IOException;

/** Ends this process, in order, when the one that started it is gone. */
final class ParentWatch {

  private static final int PARENT_GONE = 4;

  private ParentWatch() {}

  /** Whoever holds the other end of standard input is the parent. */
  static void start() {
    var watch = new Thread(ParentWatch::watch, "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void watch() {
    try {
      while (System.in.read() >= 0) {
        continue;
      }
    } catch (IOException e) {
      // A broken pipe says the same as its end.
    }
    System.exit(PARENT_GONE);
  }
}
