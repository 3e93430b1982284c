package org.postseal.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.ws.rs.POST;

@AnalyzeClasses(
    packages = "org.postseal.console",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String SIGNED_IN = "org.postseal.console.page.SignedIn";

  /** So that a new form cannot forget who sends it, nor whose form it is. */
  @ArchTest
  static final ArchRule everyFormPassesTheGatekeeper =
      methods()
          .that()
          .areAnnotatedWith(POST.class)
          .should(
              new ArchCondition<JavaMethod>("be for those who signed in") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                  boolean guarded =
                      method.isAnnotatedWith(SIGNED_IN)
                          || method.getOwner().isAnnotatedWith(SIGNED_IN);
                  events.add(new SimpleConditionEvent(method, guarded, method.getFullName()));
                }
              });

  @ArchTest
  static final ArchRule theIndexWritesNoTopicAndKnowsNoPages =
      noClasses()
          .that()
          .resideInAPackage("..console.index..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..console.page..",
              "..console.search..",
              "..console.calling..",
              "org.apache.kafka.clients.producer..",
              "org.apache.kafka.clients.admin..");

  @ArchTest
  static final ArchRule whatCallsKnowsNoPages =
      noClasses()
          .that()
          .resideInAnyPackage("..console.calling..", "..console.search..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..console.page..");
}
