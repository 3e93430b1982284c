package org.postseal.accounts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "org.postseal.accounts",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule NEEDS_NO_FRAMEWORK =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("io..", "jakarta..");

  @ArchTest
  static final ArchRule PURE_BUT_FOR_THE_SOURCES =
      noClasses()
          .that()
          .resideOutsideOfPackages("..accounts.source..", "..accounts.directory..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.nio.file..",
              "java.nio.channels..",
              "java.net.http..",
              "org.jboss..",
              "com.unboundid..",
              "org.jose4j..");

  @ArchTest
  static final ArchRule NO_CLOCK_OF_ITS_OWN =
      noClasses()
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("org.postseal.accounts.(*)..").should().beFreeOfCycles();
}
