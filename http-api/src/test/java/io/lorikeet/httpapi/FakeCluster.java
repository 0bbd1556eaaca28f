package io.lorikeet.httpapi;

import io.lorikeet.httpapi.cluster.ClusterControl;
import io.lorikeet.httpapi.cluster.ClusterView;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One node, which may be drained at any time. */
final class FakeCluster implements ClusterControl {

  static final String NODE = "127.0.0.1:25520";

  @Override
  public CompletionStage<ClusterView> view() {
    return CompletableFuture.completedFuture(ApiFixture.CLUSTER);
  }

  @Override
  public boolean drain(String address) {
    return address.equals(NODE);
  }
}
