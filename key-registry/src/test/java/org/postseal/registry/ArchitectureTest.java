package org.postseal.registry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "org.postseal.registry",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] EDGE = {
    "io.quarkus..",
    "io.vertx..",
    "io.micrometer..",
    "jakarta.ws..",
    "org.apache.kafka..",
    "org.xbill..",
    "java.net.http.."
  };

  @ArchTest
  static final ArchRule keysAndPublicationArePure =
      noClasses()
          .that()
          .resideInAnyPackage("org.postseal.registry.key", "org.postseal.registry.publication")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(EDGE)
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.postseal.registry.journal",
              "org.postseal.registry.lookup",
              "org.postseal.registry.api",
              "java.nio.file..");

  @ArchTest
  static final ArchRule lookupsArePure =
      noClasses()
          .that()
          .resideInAPackage("org.postseal.registry.lookup")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(EDGE);

  @ArchTest
  static final ArchRule rulesAndStateArePure =
      noClasses()
          .that()
          .haveNameMatching(
              ".*\\.journal\\.([A-Za-z]*Rules|RegistryState|SigningKeyRecords|Decision.*)")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(EDGE);

  @ArchTest
  static final ArchRule onlyTheJournalKnowsKafka =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.postseal.registry.journal")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..");

  @ArchTest
  static final ArchRule theJournalKnowsNoHttp =
      noClasses()
          .that()
          .resideInAPackage("org.postseal.registry.journal")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta..", "io.quarkus..", "io.vertx..", "java.net.http..");
}
