package org.postseal.ingress;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.postseal.smtp.reply.Reply;

@AnalyzeClasses(
    packages = "org.postseal.ingress",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule PURE_CORE =
      noClasses()
          .that()
          .resideInAnyPackage("..ingress.session..", "..ingress.acceptance..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io..",
              "jakarta..",
              "org.apache.kafka..",
              "org.jboss..",
              "java.nio.file..",
              "java.nio.channels..",
              "java.net.http..",
              "org.postseal.ingress.connection..",
              "org.postseal.ingress.wiring..",
              "org.postseal.ingress.handoff..");

  @ArchTest
  static final ArchRule ACCEPTANCE_KNOWS_NO_SESSION =
      noClasses()
          .that()
          .resideInAPackage("..ingress.acceptance..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..ingress.session..");

  @ArchTest
  static final ArchRule HANDOFF_KNOWS_NO_SOCKETS =
      noClasses()
          .that()
          .resideInAPackage("..ingress.handoff..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "io.netty..");

  @ArchTest
  static final ArchRule HANDOFF_KNOWS_NO_CONNECTION =
      noClasses()
          .that()
          .resideInAPackage("..ingress.handoff..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..ingress.connection..", "..ingress.wiring..");

  @ArchTest
  static final ArchRule CONNECTIONS_KNOW_NO_TOPICS =
      noClasses()
          .that()
          .resideInAnyPackage("..ingress.connection..", "..ingress.tls..", "..ingress.load..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..ingress.handoff..", "org.apache.kafka..");

  /** So that RepliesTest knows them all. */
  @ArchTest
  static final ArchRule REPLIES_ARE_MADE_IN_ONE_PLACE =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.postseal.ingress.session.Replies")
          .and()
          .doNotHaveFullyQualifiedName("org.postseal.ingress.session.EhloReply")
          .and()
          .doNotHaveFullyQualifiedName("org.postseal.ingress.handoff.ReplyLines")
          .should()
          .callMethodWhere(target(owner(type(Reply.class))).and(target(name("of"))))
          .orShould()
          .callConstructorWhere(target(owner(type(Reply.class))));

  @ArchTest
  static final ArchRule NO_CLOCK_IN_THE_CORE =
      noClasses()
          .that()
          .resideInAnyPackage("..ingress.session..", "..ingress.acceptance..")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("org.postseal.ingress.(*)..").should().beFreeOfCycles();
}
