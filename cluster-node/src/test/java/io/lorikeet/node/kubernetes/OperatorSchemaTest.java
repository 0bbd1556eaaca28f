package io.lorikeet.node.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The schemas notice what is wrong with the objects of operators. */
class OperatorSchemaTest {

  private static Manifests manifests;

  @BeforeAll
  static void build() throws IOException {
    manifests = Manifests.bare("production");
  }

  private static ObjectNode object(String kind, String name) {
    var object = manifests.find(kind, name).orElseThrow().deepCopy();
    assertThat(OperatorSchema.objections(object)).isEmpty();
    return object;
  }

  private static List<String> objections(ObjectNode object) {
    return OperatorSchema.objections(object);
  }

  @Test
  void aFieldThatTheOperatorDoesNotKnow() {
    var cassandra = object("K8ssandraCluster", "cassandra");
    cassandra.withObject("/spec/cassandra/datacenters/0").put("sise", 3);
    assertThat(objections(cassandra))
        .containsExactly("/spec/cassandra/datacenters/0: sise is not known");
  }

  @Test
  void aFieldThatIsMissing() {
    var certificate = object("Certificate", "lorikeet-cluster-tls");
    certificate.withObject("/spec").remove("secretName");
    assertThat(objections(certificate)).containsExactly("/spec: secretName is missing");
  }

  @Test
  void aValueOfAnotherType() {
    var rule = object("PrometheusRule", "lorikeet");
    rule.withObject("/spec/groups/0/rules/0").put("alert", 1);
    assertThat(objections(rule))
        .containsExactly("/spec/groups/0/rules/0/alert: 1 (expected: string)");
    rule.withObject("/spec/groups/0/rules/0").put("alert", "a").put("expr", 1);
    assertThat(objections(rule)).isEmpty();
    rule.withObject("/spec/groups/0/rules/0").put("expr", true);
    assertThat(objections(rule))
        .containsExactly("/spec/groups/0/rules/0/expr: true (expected: integer or string)");
  }

  @Test
  void aValueThatIsNoneOfThose() {
    var certificate = object("Certificate", "lorikeet-cluster-tls");
    certificate.withObject("/spec/privateKey").put("algorithm", "DSA");
    assertThat(objections(certificate))
        .singleElement()
        .asString()
        .startsWith("/spec/privateKey/algorithm: \"DSA\" (expected: one of ");
  }

  @Test
  void aNumberOutOfItsRange() {
    var cassandra = object("K8ssandraCluster", "cassandra");
    cassandra.withObject("/spec/cassandra/datacenters/0").put("size", 0);
    assertThat(objections(cassandra))
        .containsExactly("/spec/cassandra/datacenters/0/size: 0.0 (expected: 1 at least)");
  }

  @Test
  void aTextThatLooksOtherwise() {
    var monitor = object("ServiceMonitor", "lorikeet");
    monitor.withObject("/spec/endpoints/0").put("interval", "15 seconds");
    assertThat(objections(monitor))
        .singleElement()
        .asString()
        .startsWith("/spec/endpoints/0/interval: \"15 seconds\" (expected: like ");
  }

  @Test
  void aKindOfWhichThereIsNoSchema() {
    var issuer = object("Issuer", "lorikeet-self-signed");
    issuer.put("kind", "Isuer");
    assertThat(objections(issuer))
        .containsExactly("no schema /operators/cert-manager.io_v1_Isuer.json");
  }
}
