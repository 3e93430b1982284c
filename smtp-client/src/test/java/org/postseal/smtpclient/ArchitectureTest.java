package org.postseal.smtpclient;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.postseal.smtpclient", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule nextHopsAreNoFiles =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("java.nio.file..");

  @ArchTest
  static final ArchRule findingHostsIsPure =
      noClasses()
          .that()
          .resideInAPackage("..smtpclient.hosts..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.concurrent..", "java.io..", "javax.net..");
}
