package org.postseal.verifier.verification;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.dkim.DkimSigner;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dkim.SignatureAlgorithm;
import org.postseal.authentication.dkim.SigningKey;
import org.postseal.authentication.dkim.SigningProfile;
import org.postseal.authentication.dkim.SigningResult;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;
import org.postseal.dns.server.Fault;
import org.postseal.topics.AddressBlock;
import org.postseal.topics.Asker;
import org.postseal.topics.BlockedName;
import org.postseal.topics.BlocklistEntry;
import org.postseal.topics.DeadLetter;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.DomainEntry.Mode;
import org.postseal.topics.DomainEntry.SigningPolicy;
import org.postseal.topics.Envelope;
import org.postseal.topics.Json;
import org.postseal.topics.MailTopic;
import org.postseal.topics.ReversePathProof;
import org.postseal.topics.TransactionId;
import org.postseal.topics.Verdict;
import org.postseal.topics.Verdict.Action;
import org.postseal.topics.VerifyQuestion;

/**
 * The service between real topics and a real DNS. The genuine message is of a domain whose entry in
 * the registry says that it signs everything; each test changes one thing.
 */
@QuarkusTest
@QuarkusTestResource(value = VerifierSurroundings.class, restrictToAnnotatedClass = true)
class VerificationTest {
  private static final String DOMAIN = "bank.example";
  private static final String MESSAGE =
      """
      From: Teller <teller@bank.example>
      To: you@here.example
      Subject: hello
      Date: Mon, 23 Nov 2026 10:00:00 +0000
      Message-ID: <1@bank.example>

      Hi.
      """
          .replace("\n", "\r\n");
  private static final Duration BUDGET = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  VerifierSurroundings surroundings;
  @Inject VerifierWiring wiring;
  @Inject MeterRegistry meters;

  private VerdictReader asker;
  private KeyPair keys;

  @BeforeEach
  void publishKeyAndPolicy() throws Exception {
    asker = new VerdictReader(surroundings.kafka());
    keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    surroundings.zone().clear();
    put(MailTopic.REGISTRY_DOMAINS, DOMAIN, entry(SigningPolicy.ALL));
    await(
        () ->
            wiring
                .view()
                .domain(DomainName.of(DOMAIN))
                .filter(known -> !known.signed())
                .isPresent());
  }

  @AfterEach
  void stopAsking() throws Exception {
    asker.close();
  }

  @Test
  void acceptsTheGenuineMessageThoughTheRegistryIsAway() throws Exception {
    var verdict = ask(signed(published(), MESSAGE));
    assertThat(verdict.action()).isEqualTo(Action.ACCEPT);
    assertThat(verdict.rule()).isEqualTo("accept");
    assertThat(verdict.authenticationResults().orElseThrow())
        .startsWith("mx.test.example;")
        .contains("dkim=pass")
        .contains("header.d=bank.example");
    var dkim = verdict.evaluation().orElseThrow().get("dkim").get(0);
    assertThat(dkim.get("result").asText()).isEqualTo("pass");
    assertThat(verdict.reversePathProof()).contains(ReversePathProof.DKIM);
    assertThat(dkim.get("algorithm").asText()).isEqualTo("ed25519-sha256");
    assertThat(dkim.get("uncovered")).isEmpty();
    assertThat(dkim.get("reason").isNull()).isTrue();
  }

  private void registrySays(String selector, String record, String source) {
    surroundings.registryKnows(
        selector,
        DOMAIN,
        """
        {"selector":"x","domain":"x","outcome":"found","records":["%s"],"source":"%s","ttl":60,
         "dnssec":"not-proven"}"""
            .formatted(record, source));
  }

  private void itIsOurs() throws Exception {
    put(
        MailTopic.REGISTRY_DOMAINS,
        DOMAIN,
        Json.write(
            new DomainEntry(DOMAIN, true, true, SigningPolicy.ALL, false, Optional.empty())));
    await(
        () -> wiring.view().domain(DomainName.of(DOMAIN)).filter(DomainEntry::signed).isPresent());
  }

  @Test
  void takesTheRegistrysWordAboutAKeyOfOthersBeforeTheDns() throws Exception {
    var selector = newSelector();
    registrySays(selector, keyRecord(), "dns");
    assertThat(ask(signed(selector, MESSAGE)).action()).isEqualTo(Action.ACCEPT);
    assertThat(surroundings.zone().queries(selector + "._domainkey." + DOMAIN)).isZero();
  }

  /** What no stranger can see proves nothing, whatever our registry knows. */
  @Test
  void aKeyOfOursThatTheDnsDoesNotHaveIsNoPassAndIsReported() throws Exception {
    itIsOurs();
    var selector = newSelector();
    registrySays(selector, keyRecord(), "registry");
    var verdict = ask(signed(selector, MESSAGE));
    assertThat(verdict.action()).isEqualTo(Action.REJECT);
    assertThat(unfolded(verdict))
        .contains("dkim=permerror")
        .doesNotContain("dkim=pass")
        .contains("x-own-key=registry-only")
        .contains("header.s=" + selector);
    var reported = verdict.evaluation().orElseThrow().get("xOwnKey").get(0);
    assertThat(reported.get("result").asText()).isEqualTo("registry-only");
    assertThat(reported.get("domain").asText()).isEqualTo(DOMAIN);
    assertThat(reported.get("selector").asText()).isEqualTo(selector);
  }

  @Test
  void anotherKeyInTheDnsIsReportedAsWell() throws Exception {
    itIsOurs();
    var selector = published();
    registrySays(selector, "v=DKIM1; k=ed25519; p=" + "A".repeat(43) + "=", "registry");
    assertThat(ask(signed(selector, MESSAGE)).action()).isEqualTo(Action.ACCEPT);
    var altered = ask(signed(selector, MESSAGE).replace("Hi.", "Pay."));
    assertThat(unfolded(altered)).contains("dkim=fail").contains("x-own-key=registry-only");
  }

  @Test
  void aKeyOfOursThatTheDnsHasPassesAndNothingIsToBeReported() throws Exception {
    itIsOurs();
    var selector = published();
    registrySays(selector, keyRecord(), "registry");
    var verdict = ask(signed(selector, MESSAGE));
    assertThat(verdict.action()).isEqualTo(Action.ACCEPT);
    assertThat(unfolded(verdict)).contains("dkim=pass").doesNotContain("x-own-key");
    var forged = ask(signed(selector, MESSAGE).replace("Hi.", "Pay."));
    assertThat(unfolded(forged)).contains("dkim=fail").doesNotContain("x-own-key");
    assertThat(forged.evaluation().orElseThrow().has("xOwnKey")).isFalse();
  }

  @Test
  void aRevokedKeyOfOursIsNoneThatTheDnsShouldHave() throws Exception {
    itIsOurs();
    var selector = newSelector();
    registrySays(selector, "v=DKIM1; k=ed25519; p=", "registry");
    assertThat(unfolded(ask(signed(selector, MESSAGE)))).doesNotContain("x-own-key");
  }

  private static String unfolded(Verdict verdict) {
    return verdict.authenticationResults().orElseThrow().replaceAll("\\s+", " ");
  }

  @Test
  void refusesTheAlteredMessage() throws Exception {
    var altered = signed(published(), MESSAGE).replace("Hi.", "Pay.");
    var verdict = ask(altered);
    assertThat(verdict.action()).isEqualTo(Action.REJECT);
    assertThat(verdict.reply().toString()).startsWith("550 5.7.20 ").contains("signing-policy");
    assertThat(verdict.authenticationResults().orElseThrow()).contains("dkim=fail");
  }

  @Test
  void refusesTheUnsignedMessage() throws Exception {
    var verdict = ask(MESSAGE);
    assertThat(verdict.action()).isEqualTo(Action.REJECT);
    assertThat(verdict.authenticationResults().orElseThrow()).contains("dkim=none");
  }

  @Test
  void refusesNothingForARecipientDomainThatOnlyMonitors() throws Exception {
    put(MailTopic.REGISTRY_DOMAINS, "quiet.example", monitored());
    await(() -> wiring.view().domain(DomainName.of("quiet.example")).isPresent());
    var verdict = ask(digested(MESSAGE), "you@quiet.example");
    assertThat(verdict.action()).isEqualTo(Action.ACCEPT);
    assertThat(verdict.rule()).isEqualTo("signing-policy");
    assertThat(verdict.reply()).hasToString("250 2.0.0");
  }

  @Test
  void refusesWhomTheOperatorHasGivenUpOnWithinMoments() throws Exception {
    var genuine = signed(published(), MESSAGE);
    assertThat(ask(genuine).action()).isEqualTo(Action.ACCEPT);
    put(
        MailTopic.REGISTRY_BLOCKLIST,
        DOMAIN,
        Json.write(new BlocklistEntry(DOMAIN, "enough", "operator", Instant.now())));
    await(() -> wiring.view().isBlocked(DomainName.of(DOMAIN)));
    assertThat(ask(genuine).rule()).isEqualTo("blocklist");
    put(MailTopic.REGISTRY_BLOCKLIST, DOMAIN, null);
    await(() -> !wiring.view().isBlocked(DomainName.of(DOMAIN)));
    assertThat(ask(genuine).rule()).isEqualTo("accept");
  }

  @Test
  void refusesWhomAListedNetworkSendsWithinMoments() throws Exception {
    var genuine = signed(published(), MESSAGE);
    assertThat(ask(genuine).action()).isEqualTo(Action.ACCEPT);
    var network = AddressBlock.around(InetAddress.ofLiteral("192.0.2.0"), 30);
    put(
        MailTopic.REGISTRY_BLOCKLIST,
        network.toString(),
        Json.write(
            BlocklistEntry.of(
                new BlockedName.Network(network),
                "enough",
                "operator",
                Instant.now(),
                Optional.empty())));
    await(() -> wiring.view().isBlocked(InetAddress.ofLiteral("192.0.2.1")));
    var refused = ask(genuine);
    assertThat(refused.rule()).isEqualTo("blocklist");
    assertThat(refused.reply())
        .hasToString("550 5.7.1 no mail from [192.0.2.1] is taken here (rule blocklist)");
    put(MailTopic.REGISTRY_BLOCKLIST, network.toString(), null);
    await(() -> !wiring.view().isBlocked(InetAddress.ofLiteral("192.0.2.1")));
    assertThat(ask(genuine).rule()).isEqualTo("accept");
  }

  @Test
  void defersWhileTheDnsIsAwayAndTheOutcomeDependsOnIt() throws Exception {
    var selector = published();
    surroundings.zone().faultEverywhere(Fault.serverFailure());
    var verdict = ask(signed(selector, MESSAGE));
    assertThat(verdict.action()).isEqualTo(Action.DEFER);
    assertThat(verdict.reply().toString()).startsWith("451 4.7.5 ");
    assertThat(verdict.authenticationResults().orElseThrow()).contains("dkim=temperror");
  }

  /** A key that was never published, or is kept from us, is known to the registry alone. */
  @Test
  void defersMailOfOursWhileOnlyTheDnsCanBeAsked() throws Exception {
    var selector = newSelector();
    assertThat(ask(signed(selector, MESSAGE)).action()).isEqualTo(Action.REJECT);
    itIsOurs();
    var verdict = ask(signed(newSelector(), MESSAGE));
    assertThat(verdict.action()).isEqualTo(Action.DEFER);
    assertThat(verdict.reply().toString()).startsWith("451 4.7.5 ");
  }

  @Test
  void judgesByItsOwnClock() throws Exception {
    var genuine = signed(published(), MESSAGE);
    surroundings.setClock(Instant.now().plus(Duration.ofDays(8)));
    try {
      var late = ask(genuine);
      assertThat(late.action()).isEqualTo(Action.REJECT);
      assertThat(late.authenticationResults().orElseThrow()).contains("dkim=permerror");
    } finally {
      surroundings.setClock(Instant.now());
    }
  }

  @Test
  void judgesMalformedMessages() throws Exception {
    assertThat(ask("\r\nno header\r\n").rule()).isEqualTo("from-absent");
    assertThat(ask("\u00ff\u00fe\u0000\r\n\r\n").rule()).isEqualTo("header-malformed");
    assertThat(ask("DKIM-Signature:\r\n" + MESSAGE).rule()).isEqualTo("signing-policy");
    assertThat(ask("X: y\r\n".repeat(10_000) + MESSAGE).rule()).isEqualTo("content-limit");
  }

  @Test
  void dropsAQuestionNobodyWaitsForAndGoesOnBehindIt() throws Exception {
    takeTimestampsAsWritten();
    double before = meters.get("postseal_verifier_questions_shed").counter().count();
    var forgotten = question(digested(MESSAGE), "you@here.example");
    var old = Instant.now().minus(BUDGET).minus(Asker.SKEW_ALLOWANCE).minusSeconds(1);
    var unanswered = asker.send(forgotten.transactionId(), appendedAt(forgotten, old));
    assertThat(ask(signed(published(), MESSAGE)).action()).isEqualTo(Action.ACCEPT);
    await(() -> meters.get("postseal_verifier_questions_shed").counter().count() == before + 1);
    assertThat(unanswered).isNotDone();
  }

  @Test
  void putsPoisonAsideWithItsReasonAndGoesOnBehindIt() throws Exception {
    var poison =
        new ProducerRecord<>(
            MailTopic.VERIFY.topic(), 0, "no id".getBytes(UTF_8), "?".getBytes(UTF_8));
    var _ = asker.producer.send(poison);
    assertThat(ask(signed(published(), MESSAGE)).action()).isEqualTo(Action.ACCEPT);
    var letter = lastDeadLetter();
    assertThat(letter.service()).isEqualTo("verifier");
    assertThat(letter.topic()).isEqualTo("mail.verify");
    assertThat(letter.reason()).isEqualTo("key is not a transaction id");
  }

  private Verdict ask(String message) throws Exception {
    return ask(digested(message), "you@here.example");
  }

  /** Always on partition 0, so that one question comes behind the other. */
  private Verdict ask(DigestedMessage message, String recipient) throws Exception {
    var question = question(message, recipient);
    return asker.ask(question.transactionId(), question.toRecord(0));
  }

  private VerifyQuestion question(DigestedMessage message, String recipient) {
    return new VerifyQuestion(
        TransactionId.next(Instant.now()),
        new Asker(asker.instance, BUDGET, 1),
        new Envelope(
            "teller@bank.example",
            List.of(recipient),
            new Envelope.Client("192.0.2.1", "mail.bank.example", Optional.empty(), "mx"),
            Optional.empty(),
            "8BITMIME",
            false,
            Instant.now()),
        message);
  }

  private static ProducerRecord<byte[], byte[]> appendedAt(VerifyQuestion question, Instant at) {
    var now = question.toRecord(0);
    return new ProducerRecord<>(
        now.topic(), now.partition(), at.toEpochMilli(), now.key(), now.value(), now.headers());
  }

  /** The broker stamps questions; for one test it lets the asker say how old they are. */
  private void takeTimestampsAsWritten() throws Exception {
    try (var admin = Admin.create(new HashMap<String, Object>(surroundings.kafka()))) {
      var topic = new ConfigResource(ConfigResource.Type.TOPIC, MailTopic.VERIFY.topic());
      var change =
          new AlterConfigOp(
              new ConfigEntry("message.timestamp.type", "CreateTime"), AlterConfigOp.OpType.SET);
      admin.incrementalAlterConfigs(Map.of(topic, List.of(change))).all().get();
    }
  }

  /** Signs and takes the message to pieces as ingress does. */
  private String signed(String selector, String message) {
    var digester = MessageDigester.forSigning(DigestLimits.DEFAULT);
    var octets = message.getBytes(ISO_8859_1);
    digester.update(octets, 0, octets.length);
    var digested = digester.finish();
    var key =
        new SigningKey(
            DomainName.of(DOMAIN),
            new Selector(selector),
            SignatureAlgorithm.ED25519_SHA256,
            keys.getPrivate());
    var result =
        DkimSigner.sign(
            HeaderSection.parse(digested.headerSection()),
            digested.bodyDigests().getFirst(),
            List.of(key),
            SigningProfile.DEFAULT,
            Instant.now());
    return switch (result) {
      case SigningResult.Signed(var fields) -> String.join("\r\n", fields) + "\r\n" + message;
      case SigningResult.Refused(var reason) -> throw new IllegalStateException(reason);
    };
  }

  private static DigestedMessage digested(String message) {
    var digester = MessageDigester.forVerifying(DigestLimits.DEFAULT);
    var octets = message.getBytes(ISO_8859_1);
    digester.update(octets, 0, octets.length);
    return digester.finish();
  }

  /** A selector that no cache knows yet, its record in the DNS. */
  private String published() {
    var selector = newSelector();
    surroundings.zone().txt(selector + "._domainkey." + DOMAIN, keyRecord());
    return selector;
  }

  private static String newSelector() {
    return "s" + ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
  }

  /** RFC 8463 §4: the last 32 octets of the X.509 encoding are the key. */
  private String keyRecord() {
    var encoded = keys.getPublic().getEncoded();
    var raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    return "v=DKIM1; k=ed25519; p=" + Base64.getEncoder().encodeToString(raw);
  }

  private static byte[] entry(SigningPolicy policy) {
    return Json.write(new DomainEntry(DOMAIN, false, false, policy, false, Optional.empty()));
  }

  private static byte[] monitored() {
    return Json.write(
        new DomainEntry(
            "quiet.example", true, false, SigningPolicy.NONE, false, Optional.of(Mode.MONITOR)));
  }

  private void put(MailTopic topic, String key, byte @Nullable [] value) {
    var _ = asker.producer.send(new ProducerRecord<>(topic.topic(), key.getBytes(UTF_8), value));
  }

  private DeadLetter lastDeadLetter() throws Exception {
    var topic = new TopicPartition(MailTopic.DEAD_LETTER.topic(), 0);
    try (var consumer =
        new KafkaConsumer<>(
            new HashMap<>(surroundings.kafka()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(topic));
      consumer.seekToBeginning(List.of(topic));
      return DeadLetter.of(consumer.poll(PATIENCE).iterator().next());
    }
  }

  /** Nothing signals that a topic's reader has come that far, so this asks again and again. */
  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
