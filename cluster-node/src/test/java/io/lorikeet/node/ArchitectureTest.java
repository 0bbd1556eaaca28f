package io.lorikeet.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Imports point one way, from the node to the protocol (docs/architecture.md). */
@AnalyzeClasses(packages = "io.lorikeet", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule importsPointOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("protocol")
          .definedBy("io.lorikeet.protocol..")
          .layer("actors")
          .definedBy("io.lorikeet.actors..")
          .layer("persistence")
          .definedBy("io.lorikeet.persistence..")
          .layer("gateway-bridge")
          .definedBy("io.lorikeet.gatewaybridge..")
          .layer("embedded-mqtt")
          .definedBy("io.lorikeet.embeddedmqtt..")
          .layer("integrations")
          .definedBy("io.lorikeet.integrations..")
          .layer("http-api")
          .definedBy("io.lorikeet.httpapi..")
          .layer("simulator")
          .definedBy("io.lorikeet.simulator..")
          .layer("cluster-node")
          .definedBy("io.lorikeet.node..")
          .whereLayer("cluster-node")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("simulator")
          .mayOnlyBeAccessedByLayers("cluster-node")
          .whereLayer("http-api")
          .mayOnlyBeAccessedByLayers("cluster-node")
          .whereLayer("integrations")
          .mayOnlyBeAccessedByLayers("cluster-node")
          .whereLayer("embedded-mqtt")
          .mayOnlyBeAccessedByLayers("cluster-node")
          .whereLayer("gateway-bridge")
          .mayOnlyBeAccessedByLayers("cluster-node")
          .whereLayer("persistence")
          .mayOnlyBeAccessedByLayers("cluster-node")
          .whereLayer("actors")
          .mayOnlyBeAccessedByLayers(
              "persistence", "gateway-bridge", "integrations", "http-api", "cluster-node")
          .whereLayer("protocol")
          .mayOnlyBeAccessedByLayers(
              "actors",
              "persistence",
              "gateway-bridge",
              "integrations",
              "http-api",
              "simulator",
              "cluster-node");

  @ArchTest
  static final ArchRule theProtocolIsPure =
      noClasses()
          .that()
          .resideInAPackage("io.lorikeet.protocol..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "akka..", "org.slf4j..", "java.net..", "java.nio..", "java.util.concurrent..");

  @ArchTest
  static final ArchRule theProtocolReadsNoClock =
      noClasses()
          .that()
          .resideInAnyPackage("io.lorikeet.protocol..", "io.lorikeet.actors..")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule theActorsKnowNoClientsAndSockets =
      noClasses()
          .that()
          .resideInAPackage("io.lorikeet.actors..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "akka.http..",
              "com.datastax..",
              "com.hivemq..",
              "java.net..",
              "java.nio.channels..",
              "javax.net..");
}
