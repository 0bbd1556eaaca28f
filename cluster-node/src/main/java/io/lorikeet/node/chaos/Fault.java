package io.lorikeet.node.chaos;

/** Something bad that happens to a cluster under load, and what must hold nevertheless. */
interface Fault {

  /** As on the command line. */
  String name();

  /** For people. */
  String what();

  Demands demands();

  /** Whether nodes, and the store, must be joined by wires that can be cut. */
  default boolean needsWires() {
    return false;
  }

  /** Lets it happen; returns when it is over, though the cluster may still be getting well. */
  void strike(Stage stage) throws Exception;
}
