package org.postseal.signer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "org.postseal.signer",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] EDGES = {
    "io.quarkus..", "io.smallrye..", "io.micrometer..", "jakarta..", "org.apache.kafka.."
  };

  @ArchTest
  static final ArchRule theKeyringNeedsNoFrameworkAndKnowsNoMessages =
      noClasses()
          .that()
          .resideInAPackage("..keyring..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(EDGES)
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("..signing..", "..authentication.message..");

  @ArchTest
  static final ArchRule whatMayBeSignedIsDecidedPurely =
      noClasses()
          .that()
          .haveSimpleNameStartingWith("Submission")
          .or()
          .haveSimpleNameStartingWith("Identities")
          .or()
          .haveSimpleNameStartingWith("Signatory")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(EDGES)
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("..registryview..", "java.net..", "java.util.concurrent..");
}
