package org.postseal.relay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Pure core, thin edge: the dependency points from the edge to the core only. */
@AnalyzeClasses(packages = "org.postseal.relay", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] EDGES = {
    "io.quarkus..", "io.smallrye..", "jakarta..", "io.micrometer..", "org.eclipse.microprofile.."
  };

  @ArchTest
  static final ArchRule routingIsPure =
      noClasses()
          .that()
          .resideInAPackage("..relay.route..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..", "java.nio.file..", "java.util.concurrent..", "java.io..")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(EDGES);

  @ArchTest
  static final ArchRule maildirsKnowNoSockets =
      noClasses()
          .that()
          .resideInAPackage("..relay.maildir..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "java.net..")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(EDGES);

  @ArchTest
  static final ArchRule theScheduleHasNoClock =
      classes()
          .that()
          .haveSimpleName("RetrySchedule")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang..", "java.time", "java.util", "org.postseal..", "org.jspecify..");

  @ArchTest
  static final ArchRule retryingDoesNotDeliver =
      noClasses()
          .that()
          .resideInAnyPackage("..relay.retry..", "..relay.route..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..relay.delivery..");

  @ArchTest
  static final ArchRule sharingIsPure =
      classes()
          .that()
          .resideInAPackage("..relay.sharing..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang..",
              "java.time",
              "java.util..",
              "..relay.sharing..",
              "org.postseal.smtpclient.pace..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule fatesAndGroupsArePure =
      noClasses()
          .that()
          .haveSimpleName("Fates")
          .or()
          .haveSimpleName("GroupTracker")
          .or()
          .haveSimpleName("WaitingGroup")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka.clients.consumer..", "java.net..", "java.io..")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(EDGES);
}
