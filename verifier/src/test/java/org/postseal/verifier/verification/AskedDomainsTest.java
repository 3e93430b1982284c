package org.postseal.verifier.verification;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
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
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;
import org.postseal.topics.Asker;
import org.postseal.topics.DomainEntry.SigningPolicy;
import org.postseal.topics.Envelope;
import org.postseal.topics.Json;
import org.postseal.topics.MailTopic;
import org.postseal.topics.PolicyPin;
import org.postseal.topics.TransactionId;
import org.postseal.topics.Verdict;
import org.postseal.topics.Verdict.Action;
import org.postseal.topics.VerifyQuestion;

/**
 * Mail of a domain without any key in the DNS, which has to be asked itself. The registry says what
 * it came to; each domain is of one test only, for caches know the others.
 */
@QuarkusTest
@QuarkusTestResource(
    value = VerifierSurroundings.class,
    restrictToAnnotatedClass = true,
    initArgs = {
      @ResourceArg(name = "postseal.verifier.signpol.enabled", value = "true"),
      @ResourceArg(name = "postseal.verifier.signpol.patience", value = "4s"),
      @ResourceArg(name = "postseal.verifier.signpol.domains", value = "named.example"),
      @ResourceArg(name = "postseal.verifier.dns.budget", value = "7s")
    })
class AskedDomainsTest {
  private static final Duration BUDGET = Duration.ofSeconds(20);
  private static final List<String> ASKABLE = List.of("dns/txt", "x-signpol");

  VerifierSurroundings surroundings;
  @Inject VerifierWiring wiring;

  private final String selector = "s" + ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
  private String domain = "d" + ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) + ".example";
  private VerdictReader asker;
  private KeyPair keys;

  @BeforeEach
  void begin() throws Exception {
    asker = new VerdictReader(surroundings.kafka());
    keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    surroundings.zone().clear();
    assertThat(wiring.view().awaitReady(BUDGET)).isTrue();
    surroundings.statedQuestions();
  }

  @AfterEach
  void end() throws Exception {
    asker.close();
  }

  @Test
  void aKeyFromItsOwnHostProvesTheMessageAndIsNoDkim() throws Exception {
    states("found", "\"record\":\"" + keyRecord() + "\",\"source\":\"smtp\",\"trust\":\"T3\"");
    pinned(SigningPolicy.ALL);
    var verdict = ask(signed(ASKABLE));
    assertThat(verdict.action()).isEqualTo(Action.ACCEPT);
    assertThat(unfolded(verdict))
        .contains("x-signpol=pass (keyword=T3) header.d=" + domain)
        .contains("dkim=permerror")
        .doesNotContain("dkim=pass");
    var json = verdict.evaluation().orElseThrow().get("signpol");
    assertThat(json.get("result").asText()).isEqualTo("pass");
    assertThat(json.get("trust").asText()).isEqualTo("T3");
    assertThat(json.get("policy").asText()).isEqualTo("all");
  }

  @Test
  void aForgeryOfAPinnedDomainIsRefusedWithoutAQuestion() throws Exception {
    pinned(SigningPolicy.ALL);
    assertRefused(ask(message()));
    assertRefused(ask(signed(ASKABLE).replace("Hi.", "Pay."))); // the body hash does not fit
    assertRefused(ask(signed(List.of()))); // nobody says that it can be asked about
    assertThat(surroundings.statedQuestions()).isEmpty();
  }

  @Test
  void aForgedSignatureIsRefused() throws Exception {
    var genuine = keyRecord();
    keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    states("found", "\"record\":\"" + genuine + "\",\"source\":\"smtp\",\"trust\":\"T2\"");
    pinned(SigningPolicy.ALL);
    var verdict = ask(signed(ASKABLE));
    assertRefused(verdict);
    assertThat(unfolded(verdict)).contains("x-signpol=fail (keyword=T2)");
  }

  @Test
  void whoHidesTheKeywordOfAPinnedDomainOnlyDelays() throws Exception {
    pinned(SigningPolicy.ALL);
    states("unavailable", "\"reason\":\"it does not offer it\"");
    var verdict = ask(signed(ASKABLE));
    assertThat(verdict.action()).isEqualTo(Action.DEFER);
    assertThat(verdict.reply().toString()).startsWith("451 4.7.5 ").contains("could-not-fetch");
    assertThat(unfolded(verdict)).contains("x-signpol=temperror");
  }

  @Test
  void aRegistryThatIsAwayIsNoDecisionEither() throws Exception {
    pinned(SigningPolicy.ALL);
    assertThat(ask(signed(ASKABLE)).action()).isEqualTo(Action.DEFER);
    assertRefused(ask(message()));
  }

  @Test
  void whoHasNotProvenHimselfDecidesNothing() throws Exception {
    states(
        "found",
        "\"record\":\"%s\",\"source\":\"smtp\",\"trust\":\"T1\",\"policy\":{\"signingPolicy\":\"all\",\"testing\":false,\"trust\":\"T1\"}"
            .formatted(keyRecord()));
    var verdict = ask(signed(ASKABLE));
    assertThat(verdict.action()).isEqualTo(Action.ACCEPT);
    assertThat(unfolded(verdict)).contains("x-signpol=policy (keyword=T1)");
    var forged = ask(signed(ASKABLE).replace("b=", "b=AAAA"));
    assertThat(forged.action()).isEqualTo(Action.ACCEPT);
    assertThat(unfolded(forged)).contains("x-signpol=fail (keyword=T1)");
  }

  @Test
  void aPolicyStatedWithTheKeyCounts() throws Exception {
    states(
        "no-key",
        "\"reason\":\"no such key\",\"source\":\"https\",\"trust\":\"T2\",\"policy\":{\"signingPolicy\":\"all\",\"testing\":false,\"trust\":\"T2\"}");
    var verdict = ask(signed(ASKABLE));
    assertRefused(verdict);
    assertThat(unfolded(verdict)).contains("x-signpol=permerror (https=T2)");
  }

  @Test
  void sourcesThatDisagreeGiveNoKey() throws Exception {
    pinned(SigningPolicy.ALL);
    states(
        "contradicted", "\"reason\":\"the DNS has another\",\"source\":\"smtp\",\"trust\":\"T3\"");
    var verdict = ask(signed(ASKABLE));
    assertRefused(verdict);
    assertThat(unfolded(verdict)).contains("x-signpol=permerror (keyword=T3)");
  }

  @Test
  void theRegistryMayTakeItsTime() throws Exception {
    pinned(SigningPolicy.ALL);
    states("pending", "\"reason\":null");
    var ready = CompletableFuture.delayedExecutor(1500, TimeUnit.MILLISECONDS);
    ready.execute(
        () ->
            states(
                "found",
                "\"record\":\"" + keyRecord() + "\",\"source\":\"smtp\",\"trust\":\"T2\""));
    assertThat(ask(signed(ASKABLE)).action()).isEqualTo(Action.ACCEPT);
  }

  /** It has just started, and was too late with its first answer. */
  @Test
  void aRegistryThatComesBackInTimeIsHeard() throws Exception {
    pinned(SigningPolicy.ALL);
    var ready = CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS);
    ready.execute(
        () ->
            states(
                "found",
                "\"record\":\"" + keyRecord() + "\",\"source\":\"smtp\",\"trust\":\"T2\""));
    assertThat(ask(signed(ASKABLE)).action()).isEqualTo(Action.ACCEPT);
  }

  @Test
  void patienceWithTheRegistryHasAnEnd() throws Exception {
    pinned(SigningPolicy.ALL);
    states("pending", "\"reason\":null");
    long began = System.nanoTime();
    assertThat(ask(signed(ASKABLE)).action()).isEqualTo(Action.DEFER);
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(15));
  }

  @Test
  void whatTheDnsProvesIsNotAskedAbout() throws Exception {
    surroundings.zone().txt(selector + "._domainkey." + domain, keyRecord());
    var verdict = ask(signed(ASKABLE));
    assertThat(unfolded(verdict)).contains("dkim=pass").doesNotContain("x-signpol");
    assertThat(surroundings.statedQuestions()).isEmpty();
  }

  /** Where the DNS has a key and the signature does not fit, the other source may disagree. */
  @Test
  void aKeyOfTheDnsThatDoesNotFitIsDoubted() throws Exception {
    surroundings
        .zone()
        .txt(selector + "._domainkey." + domain, "v=DKIM1; k=ed25519; p=" + "A".repeat(43) + "=");
    states(
        "contradicted", "\"reason\":\"the DNS has another\",\"source\":\"smtp\",\"trust\":\"T3\"");
    var verdict = ask(signed(ASKABLE));
    assertThat(unfolded(verdict)).contains("x-signpol=permerror").doesNotContain("x-signpol=pass");
  }

  @Test
  void aDomainThatAnOperatorHasNamedIsAskedAnyway() throws Exception {
    domain = "named.example";
    states("found", "\"record\":\"" + keyRecord() + "\",\"source\":\"smtp\",\"trust\":\"T2\"");
    assertThat(unfolded(ask(signed(List.of())))).contains("x-signpol=pass");
    surroundings.registryStatesPolicy(
        domain,
        "{\"outcome\":\"none-asked-for\",\"policy\":{\"signingPolicy\":\"all\",\"testing\":false,\"trust\":\"T2\"}}");
    assertRefused(ask(message()));
  }

  private static void assertRefused(Verdict verdict) {
    assertThat(verdict.action()).isEqualTo(Action.REJECT);
    assertThat(verdict.reply().toString()).startsWith("550 5.7.20 ").contains("signing-policy");
  }

  private void states(String outcome, String more) {
    surroundings.registryStates(
        selector, domain, "{\"domain\":\"x\",\"outcome\":\"" + outcome + "\"," + more + "}");
  }

  private void pinned(SigningPolicy policy) throws Exception {
    var pin =
        new PolicyPin(
            domain,
            policy,
            false,
            "1",
            PolicyPin.Source.SMTP,
            PolicyPin.Trust.T3,
            Instant.now(),
            Instant.now().plusSeconds(3_600));
    var _ =
        asker
            .producer
            .send(
                new ProducerRecord<>(
                    MailTopic.REGISTRY_POLICY_PINS.topic(),
                    domain.getBytes(UTF_8),
                    Json.write(pin)))
            .get();
    long deadline = System.nanoTime() + BUDGET.toNanos();
    while (wiring.view().pin(DomainName.of(domain)).isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  private String message() {
    return "From: Teller <teller@%s>\r\nTo: you@here.example\r\nSubject: hello\r\n\r\nHi.\r\n"
        .formatted(domain);
  }

  private String signed(List<String> queryMethods) {
    var digester = MessageDigester.forSigning(DigestLimits.DEFAULT);
    var octets = message().getBytes(ISO_8859_1);
    digester.update(octets, 0, octets.length);
    var digested = digester.finish();
    var key =
        new SigningKey(
            DomainName.of(domain),
            new Selector(selector),
            SignatureAlgorithm.ED25519_SHA256,
            keys.getPrivate());
    var result =
        DkimSigner.sign(
            HeaderSection.parse(digested.headerSection()),
            digested.bodyDigests().getFirst(),
            List.of(key),
            SigningProfile.DEFAULT.withQueryMethods(queryMethods),
            Instant.now());
    return switch (result) {
      case SigningResult.Signed(var fields) -> String.join("\r\n", fields) + "\r\n" + message();
      case SigningResult.Refused(var reason) -> throw new IllegalStateException(reason);
    };
  }

  private String keyRecord() {
    var encoded = keys.getPublic().getEncoded();
    var raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    return "v=DKIM1; k=ed25519; p=" + Base64.getEncoder().encodeToString(raw);
  }

  private Verdict ask(String message) throws Exception {
    var digester = MessageDigester.forVerifying(DigestLimits.DEFAULT);
    var octets = message.getBytes(ISO_8859_1);
    digester.update(octets, 0, octets.length);
    var question =
        new VerifyQuestion(
            TransactionId.next(Instant.now()),
            new Asker(asker.instance, BUDGET, 1),
            new Envelope(
                "teller@" + domain,
                List.of("you@here.example"),
                new Envelope.Client("192.0.2.1", "mail." + domain, Optional.empty(), "mx"),
                Optional.empty(),
                "8BITMIME",
                false,
                Instant.now()),
            digester.finish());
    return asker.ask(question.transactionId(), question.toRecord(0));
  }

  private static String unfolded(Verdict verdict) {
    return verdict.authenticationResults().orElseThrow().replaceAll("\\s+", " ");
  }
}
