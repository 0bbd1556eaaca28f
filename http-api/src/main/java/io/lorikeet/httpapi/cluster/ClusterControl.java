package io.lorikeet.httpapi.cluster;

import java.util.concurrent.CompletionStage;

/** The cluster, for who runs it. */
public interface ClusterControl {

  CompletionStage<ClusterView> view();

  /**
   * Has a node hand over what it does, leave, and stop; all of that takes place after this.
   *
   * @param address as {@code 10.0.0.1:25520}, or whole, as {@code akka://lorikeet@10.0.0.1:25520}
   * @return whether there is such a node
   */
  boolean drain(String address);
}
