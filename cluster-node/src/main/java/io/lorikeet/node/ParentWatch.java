package io.lorikeet.node;

import io.lorikeet.node.local.LocalNode;
import java.io.IOException;

/** Ends this process, in order, when the one that started it is gone. */
final class ParentWatch {

  private static final int PARENT_GONE = 4;

  private static volatile boolean allStop;

  private ParentWatch() {}

  /** Whoever holds the other end of standard input is the parent. */
  static void start() {
    var watch = new Thread(ParentWatch::watch, "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  /** Whether the parent is about to stop the other nodes as well. */
  static boolean allStop() {
    return allStop;
  }

  private static void watch() {
    try {
      for (int word = System.in.read(); word >= 0; word = System.in.read()) {
        allStop |= word == LocalNode.ALL_STOP;
      }
    } catch (IOException e) {
      // A broken pipe says the same as its end.
    }
    System.exit(PARENT_GONE);
  }
}
