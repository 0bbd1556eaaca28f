package io.lorikeet.node.chaos;

import java.util.Optional;

/** Something bad that happens to a cluster under load, and what must hold nevertheless. */
interface Fault {

  /** As on the command line. */
  String name();

  /** For people. */
  String what();

  Demands demands();

  /** What a cluster must stand on for this to happen to it. */
  enum Ground {
    PLAIN,
    /** Nodes, and the store, are joined by wires that can be cut. Wires cost time. */
    WIRES,
    /** The store has a disk that can be filled. */
    SMALL_DISK
  }

  default Ground ground() {
    return Ground.PLAIN;
  }

  /** Why it cannot happen here; empty when it can. */
  default Optional<String> impossible() {
    return Optional.empty();
  }

  /** Lets it happen; returns when it is over, though the cluster may still be getting well. */
  void strike(Stage stage) throws Exception;
}
