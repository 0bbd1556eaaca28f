package io.lorikeet.simulator.forwarder;

/** What surrounds a gateway's antenna. Called on the loop. */
public interface Air {

  /** The first symbol goes out. */
  void onStart(Emission emission);

  /** The last one has gone out. */
  void onEnd(Emission emission);

  /** Nobody is there. */
  static Air empty() {
    return new Air() {
      @Override
      public void onStart(Emission emission) {}

      @Override
      public void onEnd(Emission emission) {}
    };
  }
}
