package org.postseal.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.FiveServices;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.endtoend.load.DeliveryCount;
import org.postseal.endtoend.load.SignedLetter;
import org.postseal.endtoend.smtp.SmtpReply;
import org.postseal.endtoend.smtp.SmtpSession;
import org.postseal.topics.MailTopic;
import org.postseal.topics.TopicPrincipal;

/**
 * A right is withdrawn, or a topic removed, while services run: clients read 451, everybody stays
 * ready, and when the right or the topic is back mail flows again by itself.
 */
class BrokerFaultsTest {
  private static final String HERE = "receiver.example";
  private static final String THERE = "sender.example";
  private static final String BOB = "bob@" + HERE;
  private static final Pattern STORED_AS = Pattern.compile("[0-9A-HJKMNP-TV-Z]{26}");
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir private static Path directory;
  private static ZoneServer zone;
  private static FiveServices services;
  private static SignedLetter sender;

  private final Set<String> accepted = new HashSet<>();

  @BeforeAll
  static void start() {
    zone = ZoneServer.start();
    services =
        FiveServices.start(
                GatewayPlan.of(directory, "mx." + HERE)
                    .with("postseal.ingress.handoff.answer-deadline", "2S")
                    .with("postseal.ingress.handoff.ask-again-after", "1S")
                    .with("postseal.ingress.handoff.max-block", "2S")
                    .with("postseal.ingress.handoff.store-timeout", "4S")
                    .with(
                        "postseal.relay.routes.\"" + HERE + "\"", Gateway.maildirRoute(directory)),
                zone)
            .awaitReady(START_LIMIT);
    services.registry().putDomain(HERE, "{\"local\": true}");
    services.registry().putDomain(THERE, "{\"signingPolicy\": \"all\"}");
    sender = SignedLetter.publish(zone, THERE);
    Waiting.until(
        "the first 250", LIMIT, () -> Optional.of(bring()).filter(reply -> reply.code() == 250));
  }

  @AfterAll
  static void stop() {
    if (services != null) {
      services.close();
    }
    zone.close();
  }

  @Test
  void anIngressThatMayNotWriteAcceptedMailSays451() throws Exception {
    withdraw(TopicPrincipal.INGRESS_SMTP, MailTopic.ACCEPTED, AclOperation.WRITE);
    awaitReply(451, "4.3.0");
    assertThat(Files.readString(services.log()))
        .contains("a message was not stored", "Not authorized to access topics: [mail.accepted]");
    restoreAndDeliver();
  }

  @Test
  void aVerifierThatMayNotReadQuestionsIsNoVerifier() throws Exception {
    withdraw(TopicPrincipal.VERIFIER, MailTopic.VERIFY, AclOperation.READ);
    awaitReply(451, "4.4.7");
    assertThat(logOf(Application.VERIFIER)).contains("Not authorized to read from partition");
    restoreAndDeliver();
    assertThat(logOf(Application.VERIFIER)).as("no stack trace").doesNotContain("stackTrace");
  }

  @Test
  void aRelayThatMayNotReadAcceptedMailDeliversItLater() throws Exception {
    withdraw(TopicPrincipal.RELAY, MailTopic.ACCEPTED, AclOperation.READ);
    for (int i = 0; i < 3; i++) {
      assertThat(note(bring()).code()).isEqualTo(250);
    }
    restoreAndDeliver();
  }

  @Test
  void anAbsentTopicIs451UntilItIsMade() throws Exception {
    for (var topic : List.of(MailTopic.VERDICTS, MailTopic.VERIFY)) {
      try (var admin = admin()) {
        admin.deleteTopics(List.of(topic.topic())).all().get();
      }
      awaitReply(451, "4.4.7");
      restoreAndDeliver();
    }
  }

  /** What heard 250, before, during and after, arrives; and nobody has become unready. */
  private void restoreAndDeliver() {
    for (var application : Application.values()) {
      if (application != Application.STANDALONE) {
        assertThat(services.service(application).isReady()).as("%s ready", application).isTrue();
      }
    }
    services.broker().makeRules();
    awaitReply(250, "2.0.0");
    try (var deliveries = new DeliveryCount(services.kafkaSettings())) {
      Waiting.until(
          "the delivery of " + accepted,
          LIMIT,
          () ->
              deliveries.deliveries().keySet().containsAll(accepted)
                  ? Optional.of(true)
                  : Optional.empty());
    }
  }

  private void awaitReply(int code, String enhancedStatus) {
    Waiting.until(
        code + " " + enhancedStatus,
        LIMIT,
        () ->
            Optional.of(note(bring()))
                .filter(reply -> reply.code() == code)
                .filter(reply -> reply.enhancedStatus().equals(enhancedStatus)));
  }

  private static SmtpReply bring() {
    try (var session = SmtpSession.connect(services.ports().mx())) {
      session.command("EHLO mx." + THERE);
      return session.transaction("alice@" + THERE, BOB, sender.to(BOB, 2_000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SmtpReply note(SmtpReply reply) {
    assertThat(reply.code()).as(reply.line()).isIn(250, 451);
    var stored = STORED_AS.matcher(reply.line());
    if (reply.code() == 250 && stored.find()) {
      accepted.add(stored.group());
    }
    return reply;
  }

  private static void withdraw(TopicPrincipal principal, MailTopic topic, AclOperation operation)
      throws ExecutionException, InterruptedException {
    var filter =
        new AclBindingFilter(
            new ResourcePatternFilter(ResourceType.TOPIC, topic.topic(), PatternType.LITERAL),
            new AccessControlEntryFilter(
                "User:" + principal.principalName(), null, operation, AclPermissionType.ALLOW));
    try (var admin = admin()) {
      assertThat(admin.deleteAcls(List.of(filter)).all().get()).hasSize(1);
    }
  }

  private static Admin admin() {
    return Admin.create(new HashMap<>(services.kafkaSettings()));
  }

  private static String logOf(Application application) throws IOException {
    return Files.readString(services.service(application).log());
  }
}
