package org.postseal.dns;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.postseal.dns", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule needsNoFramework =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.quarkus..", "io.smallrye..", "jakarta..", "io.vertx..");

  @ArchTest
  static final ArchRule theCacheKnowsNoPackets =
      noClasses()
          .that()
          .haveSimpleName("CachingDns")
          .or()
          .haveSimpleName("AnswerMemory")
          .or()
          .haveSimpleName("Question")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.xbill..");

  @ArchTest
  static final ArchRule clientAndServerShareNothing =
      noClasses()
          .that()
          .resideInAPackage("org.postseal.dns")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.postseal.dns.server");
}
