package org.postseal.signer.signing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.dkim.DkimVerifier;
import org.postseal.authentication.dkim.KeyRecordSource;
import org.postseal.authentication.dkim.VerifierSettings;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;
import org.postseal.topics.Asker;
import org.postseal.topics.DeadLetter;
import org.postseal.topics.Envelope;
import org.postseal.topics.InstanceId;
import org.postseal.topics.MailTopic;
import org.postseal.topics.SignQuestion;
import org.postseal.topics.Signatures;
import org.postseal.topics.Signatures.Outcome;
import org.postseal.topics.TransactionId;

/**
 * The service between real topics. Ann submits a message from a domain we sign for; each test
 * changes one thing.
 */
@QuarkusTest
@QuarkusTestResource(value = SignerSurroundings.class, restrictToAnnotatedClass = true)
class SigningTest {
  private static final String MESSAGE =
      """
      From: Ann <ann@mail.ours.example>
      To: you@there.example
      Subject: hello
      Date: Mon, 23 Nov 2026 10:00:00 +0000
      Message-ID: <1@ours.example>

      Hi.
      """
          .replace("\n", "\r\n");
  private static final List<String> ANNS = List.of("ann@mail.ours.example");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(2);
  private static final Duration BUDGET = Duration.ofSeconds(20);

  SignerSurroundings surroundings;
  @Inject Signing signing;
  @Inject MeterRegistry meters;

  private final InstanceId instance = InstanceId.random();
  private KafkaProducer<byte[], byte[]> producer;
  private KafkaConsumer<byte[], byte[]> consumer;
  private KeyPair rsa;
  private KeyPair ed25519;

  @BeforeEach
  void connect() throws Exception {
    rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    ed25519 = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    surroundings.registryAnswers("mail.ours.example", keys(true));
    producer =
        new KafkaProducer<>(
            new HashMap<>(surroundings.kafka()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    consumer = reader(MailTopic.SIGNATURES, instance.replyPartition());
  }

  @AfterEach
  void disconnect() {
    surroundings.registryIsAway(false);
    producer.close();
    consumer.close();
  }

  @Test
  void signsWithEveryKeyOfTheNearestDomainWithKeys() throws Exception {
    var fields = signed(ask(MESSAGE));
    var whole = fields + MESSAGE;
    var results =
        new DkimVerifier(VerifierSettings.DEFAULT)
            .verify(
                HeaderSection.parse(whole),
                digested(whole, MessageDigester.forVerifying(DigestLimits.DEFAULT)).bodyDigests(),
                published(),
                Instant.now());
    assertThat(results).hasSize(2).allMatch(result -> result.success());
    assertThat(results)
        .extracting(result -> result.claims().algorithm().orElseThrow())
        .containsExactly("rsa-sha256", "ed25519-sha256");
    assertThat(results)
        .allMatch(result -> result.claims().domain().equals(DomainName.parse("ours.example")));
  }

  @Test
  void onlyNamedDomainsSayThatTheirKeysCanBeAskedFor() throws Exception {
    assertThat(signed(ask(MESSAGE))).doesNotContain("q=");
    surroundings.registryAnswers(
        "askable.example", keys(true).replace("ours.example", "askable.example"));
    var message = MESSAGE.replace("mail.ours.example", "askable.example");
    var fields = signed(ask(question(message, "", List.of("ann@askable.example"))));
    assertThat(fields.split("DKIM-Signature:", -1)).hasSize(3);
    assertThat(fields.split("q=dns/txt:x-signpol;", -1)).hasSize(3);
  }

  @Test
  void goesOnWithItsKeysWhileTheRegistryIsAway() throws Exception {
    signed(ask(MESSAGE));
    surroundings.registryIsAway(true);
    assertThat(signed(ask(MESSAGE))).startsWith("DKIM-Signature:");
  }

  @Test
  void refusesIdentitiesThatAreNotTheAccounts() throws Exception {
    assertRefused("reverse-path-identity", ask(question(MESSAGE, "bob@ours.example", ANNS)));
    assertRefused("from-identity", ask(question(MESSAGE, "", List.of("bob@mail.ours.example"))));
    assertRefused("from-identity", ask(question(MESSAGE, "", List.of())));
    assertThat(ask(question(MESSAGE, "", ANNS))).isInstanceOf(Outcome.Signed.class);
    var wholeDomain = List.of("@mail.ours.example");
    assertThat(ask(question(MESSAGE, "x@mail.ours.example", wholeDomain)))
        .isInstanceOf(Outcome.Signed.class);
  }

  @Test
  void refusesWhatHasNotExactlyOneAuthor() throws Exception {
    assertRefused("from-absent", ask(MESSAGE.replace("From:", "Form:")));
    assertRefused("from-repeated", ask("From: ann@mail.ours.example\r\n" + MESSAGE));
    assertRefused("from-several", ask(MESSAGE.replace("From: ", "From: b@theirs.example, ")));
    assertRefused("from-several", ask(MESSAGE.replace("From: ", "From: b@theirs.example ")));
    assertRefused("from-identity", ask(MESSAGE.replace("From: ", "From: b@mail.ours.example, ")));
    assertRefused("from-identity", ask(MESSAGE.replace("From: ", "From: b@mail.ours.example ")));
    assertRefused("header-malformed", ask(" folded\r\n" + MESSAGE));
    assertRefused("header-malformed", ask("From\0: b@mail.ours.example\r\n" + MESSAGE));
    assertRefused("from-malformed", ask(MESSAGE.replace("<ann@mail.ours.example>", "<ann>")));
    assertRefused("content-limit", ask("X: y\r\n".repeat(10_000) + MESSAGE));
  }

  @Test
  void refusesWhatNoVerifierWouldTakeForSigned() throws Exception {
    for (var name :
        List.of("Date", "To", "Cc", "Subject", "Reply-To", "Message-ID", "References")) {
      var repeated = (name + ": <1@theirs.example>\r\n").repeat(2);
      assertRefused("field-repeated", ask(repeated + MESSAGE));
    }
    assertThat(ask("Comments: a\r\nComments: b\r\n" + MESSAGE)).isInstanceOf(Outcome.Signed.class);
  }

  @Test
  void signsAnAuthorWhoseNameIsTheAddress() throws Exception {
    var named = MESSAGE.replace("From: ", "From: ann@mail.ours.example ");
    assertThat(ask(named)).isInstanceOf(Outcome.Signed.class);
  }

  @Test
  void refusesSendersThatAreNotTheAccounts() throws Exception {
    for (var name : List.of("Sender", "Resent-From", "Resent-Sender")) {
      assertRefused("sender-identity", ask(name + ": b@theirs.example\r\n" + MESSAGE));
      assertRefused("sender-identity", ask(name + ": nobody\r\n" + MESSAGE));
      assertThat(ask(name + ": ann@mail.ours.example\r\n" + MESSAGE))
          .isInstanceOf(Outcome.Signed.class);
    }
  }

  @Test
  void refusesADomainThatIsNotOurs() throws Exception {
    var theirs = MESSAGE.replace("mail.ours.example", "theirs.example");
    assertRefused("not-our-domain", ask(question(theirs, "", List.of("ann@theirs.example"))));
  }

  @Test
  void defersRatherThanLetUnsignedMailOfOursPass() throws Exception {
    surroundings.registryAnswers("keyless.example", keys(true, "keyless.example", ""));
    assertDeferred("no-signing-key", ask(ofDomain("keyless.example")));
    surroundings.registryIsAway(true);
    assertDeferred("could-not-fetch", ask(ofDomain("unheard.example")));
    surroundings.registryIsAway(false);
    surroundings.registryAnswers("odd.example", "{not json");
    assertDeferred("could-not-fetch", ask(ofDomain("odd.example")));
  }

  @Test
  void putsPoisonAsideWithItsReasonAndGoesOnBehindIt() throws Exception {
    var _ =
        producer.send(
            new ProducerRecord<>(
                MailTopic.SIGN.topic(), 0, "no id".getBytes(UTF_8), "?".getBytes(UTF_8)));
    signed(ask(MESSAGE));
    try (var letters = reader(MailTopic.DEAD_LETTER, 0)) {
      letters.seekToBeginning(letters.assignment());
      var letter = DeadLetter.of(letters.poll(PATIENCE).iterator().next());
      assertThat(letter.service()).isEqualTo("signer");
      assertThat(letter.reason()).endsWith("postseal-identities is missing");
    }
  }

  private static SignQuestionOf ofDomain(String domain) {
    return new SignQuestionOf(MESSAGE.replace("mail.ours.example", domain), List.of("@" + domain));
  }

  private record SignQuestionOf(String message, List<String> identities) {}

  private Outcome ask(SignQuestionOf what) throws Exception {
    return ask(question(what.message(), "", what.identities()));
  }

  private Outcome ask(String message) throws Exception {
    return ask(question(message, "ann@mail.ours.example", ANNS));
  }

  /**
   * Always on partition 0, so that one question comes behind the other; and as often as ingress
   * would: before its first assignment a new group reads nothing.
   */
  private Outcome ask(SignQuestion question) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long askAt = System.nanoTime();
    while (System.nanoTime() < deadline) {
      if (System.nanoTime() >= askAt) {
        var _ = producer.send(question.toRecord(0));
        askAt += ASK_AGAIN.toNanos();
      }
      for (var record : consumer.poll(Duration.ofMillis(200))) {
        var answer = Signatures.of(record);
        if (answer.transactionId().equals(question.transactionId())) {
          assertThat(answer.instance()).isEqualTo(instance);
          return answer.outcome();
        }
      }
    }
    throw new AssertionError("no answer");
  }

  private SignQuestion question(String message, String reversePath, List<String> identities) {
    return new SignQuestion(
        TransactionId.next(Instant.now()),
        new Asker(instance, BUDGET, 1),
        new Envelope(
            reversePath,
            List.of("you@there.example"),
            new Envelope.Client("192.0.2.1", "laptop", Optional.empty(), "submission"),
            Optional.of("ann"),
            "8BITMIME",
            false,
            Instant.now()),
        identities,
        digested(message, MessageDigester.forSigning(DigestLimits.DEFAULT)));
  }

  private static DigestedMessage digested(String message, MessageDigester digester) {
    var octets = message.getBytes(ISO_8859_1);
    digester.update(octets, 0, octets.length);
    return digester.finish();
  }

  private static String signed(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Signed.class);
    return new String(((Outcome.Signed) outcome).fields(), US_ASCII);
  }

  private static void assertRefused(String rule, Outcome outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(rule);
              assertThat(refused.reply().toString())
                  .startsWith("550 5.")
                  .endsWith("(rule " + rule + ")");
            });
  }

  private static void assertDeferred(String rule, Outcome outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Deferred.class,
            deferred -> {
              assertThat(deferred.reason()).isEqualTo(rule);
              assertThat(deferred.reply().toString()).startsWith("451 4.7.5 ");
            });
  }

  private String keys(boolean signed) {
    return keys(
        signed,
        "ours.example",
        key("ed", "ed25519-sha256", ed25519) + "," + key("rsa", "rsa-sha256", rsa));
  }

  private static String keys(boolean signed, String domain, String list) {
    return "{\"domain\":\"x\",\"signed\":%s,\"signingDomain\":\"%s\",\"keys\":[%s]}"
        .formatted(signed, domain, list);
  }

  private static String key(String selector, String algorithm, KeyPair pair) {
    return "{\"keyId\":\"1\",\"selector\":\"%s\",\"algorithm\":\"%s\",\"privateKey\":\"%s\"}"
        .formatted(
            selector,
            algorithm,
            Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
  }

  private KeyRecordSource published() {
    var encoded = ed25519.getPublic().getEncoded();
    var raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    return (selector, _) ->
        new DnsAnswer.Found<>(
            List.of(
                selector.ascii().equals("rsa")
                    ? "v=DKIM1; p=" + base64(rsa.getPublic().getEncoded())
                    : "v=DKIM1; k=ed25519; p=" + base64(raw)),
            Duration.ZERO,
            DnssecStatus.NOT_PROVEN);
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }

  private KafkaConsumer<byte[], byte[]> reader(MailTopic topic, int partition) {
    var reader =
        new KafkaConsumer<>(
            new HashMap<String, Object>(surroundings.kafka()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    var assigned = List.of(new TopicPartition(topic.topic(), partition));
    reader.assign(assigned);
    reader.seekToEnd(assigned);
    var _ = reader.position(assigned.getFirst());
    return reader;
  }
}
