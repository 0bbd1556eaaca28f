package io.lorikeet.httpapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClusterApiTest extends ApiFixture {

  @Test
  void clusterShowsItsMembers() {
    var cluster = admin.get("/cluster").json();

    assertThat(cluster.at("/members/0/address").textValue())
        .isEqualTo("akka://lorikeet@127.0.0.1:25520");
    assertThat(cluster.at("/members/0/roles").toString()).isEqualTo("[\"api\",\"router\"]");
    assertThat(cluster.at("/members/0/version").textValue()).isEqualTo("0.1.0");
    assertThat(cluster.at("/members/0/shards/gateway").intValue()).isEqualTo(12);
  }

  @Test
  void aNodeIsDrainedByItsAddress() {
    var answer = admin.post("/cluster/nodes/" + FakeCluster.NODE + "/drain", "");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().get("status").textValue()).isEqualTo("leaving");
  }

  @Test
  void aNodeThatIsNotThereCannotBeDrained() {
    assertThat(admin.post("/cluster/nodes/127.0.0.9:1/drain", "").status()).isEqualTo(404);
  }
}
