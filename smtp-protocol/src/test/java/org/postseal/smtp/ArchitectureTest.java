package org.postseal.smtp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "org.postseal.smtp",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule PURE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.nio.file..",
              "java.nio.channels..",
              "javax..",
              "jakarta..",
              "io..",
              "java.net.http..",
              "java.util.concurrent..")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.(io\\.File|net\\.(Socket|ServerSocket|DatagramSocket|URL)).*");

  @ArchTest
  static final ArchRule NO_CYCLES =
      com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices()
          .matching("org.postseal.smtp.(*)..")
          .should()
          .beFreeOfCycles();
}
