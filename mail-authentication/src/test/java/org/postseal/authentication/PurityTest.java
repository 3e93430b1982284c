package org.postseal.authentication;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** This library computes: octets and answers in, values out. */
@AnalyzeClasses(
    packages = "org.postseal.authentication",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PurityTest {
  @ArchTest
  static final ArchRule noFileNoSocketNoThread =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.net.Socket")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.Thread")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio.file..", "java.util.concurrent..", "java.util.regex..");

  @ArchTest
  static final ArchRule onePlaceKnowsIcu =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.postseal.authentication.dns")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.ibm.icu..");

  @ArchTest
  static final ArchRule theClockIsGiven =
      noClasses()
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  /** Who comes in by a door need not bring a clock. */
  @ArchTest
  static final ArchRule onlyTheDoorsHaveAClock =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.postseal.authentication.Evaluator")
          .and()
          .doNotHaveFullyQualifiedName("org.postseal.authentication.Signer")
          .should()
          .callMethod(java.time.InstantSource.class, "system")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock");

  @ArchTest
  static final ArchRule packagesFormLayers =
      slices().matching("org.postseal.authentication.(*)..").should().beFreeOfCycles();
}
