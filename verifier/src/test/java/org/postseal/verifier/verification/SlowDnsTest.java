package org.postseal.verifier.verification;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.MessageDigester;
import org.postseal.dns.server.Fault;
import org.postseal.topics.Asker;
import org.postseal.topics.Envelope;
import org.postseal.topics.TransactionId;
import org.postseal.topics.Verdict;
import org.postseal.topics.Verdict.Action;
import org.postseal.topics.VerifyQuestion;

/**
 * The service before a real DNS that is silent about some names. Names are of one run only, for a
 * cache would know them.
 */
@QuarkusTest
@QuarkusTestResource(value = VerifierSurroundings.class, restrictToAnnotatedClass = true)
class SlowDnsTest {
  private static final Duration BUDGET = Duration.ofSeconds(20);
  private static final String BODY_HASH = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  VerifierSurroundings surroundings;
  @Inject VerifierWiring wiring;

  private final String run = "r" + ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
  private VerdictReader asker;

  @BeforeEach
  void begin() throws Exception {
    asker = new VerdictReader(surroundings.kafka());
    surroundings.zone().clear();
    assertThat(wiring.view().awaitReady(BUDGET)).isTrue();
    var first = question(from("first-" + run + ".example"), "203.0.113.2", "x@here.example");
    var _ = asker.ask(first.transactionId(), first.toRecord(0)); // the service listens from now on
  }

  @AfterEach
  void end() throws Exception {
    surroundings.zone().heal();
    asker.close();
  }

  /** They are of others, so no answer about them could save the message. */
  @Test
  void silentSelectorsOfOthersDoNotKeepAPolicyWaiting() throws Exception {
    var author = "bank-" + run + ".example";
    surroundings.zone().txt("_dmarc." + author, "v=DMARC1; p=reject");
    var message = signatures(4, "evil-" + run + ".example") + from(author);
    for (int i = 0; i < 4; i++) {
      silent("s" + i + "._domainkey.evil-" + run + ".example");
    }
    long began = System.nanoTime();
    var verdict = send(message, "192.0.2.1").get(20, TimeUnit.SECONDS);
    assertThat(verdict.reply().toString()).startsWith("550 5.7.26 ");
    assertThat(since(began)).as("not waited for").isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void theAuthorsOwnSilentSelectorIsWaitedForAndDefers() throws Exception {
    var author = "bank-" + run + ".example";
    surroundings.zone().txt("_dmarc." + author, "v=DMARC1; p=reject");
    silent("s0._domainkey." + author);
    var verdict = send(signatures(1, author) + from(author), "192.0.2.1").get(20, TimeUnit.SECONDS);
    assertThat(verdict.action()).isEqualTo(Action.DEFER);
    assertThat(verdict.reply().toString()).startsWith("451 4.7.5 ");
  }

  @Test
  void honestMailIsFastWhileThreeHundredWaitForATarpit() throws Exception {
    var tarpit = "tarpit-" + run + ".example";
    surroundings.zone().faultUnder(tarpit, new Fault.Silence());
    var slow = new ArrayList<CompletableFuture<Verdict>>();
    for (int i = 0; i < 300; i++) {
      slow.add(
          send(signatures(3, i + "." + tarpit) + from(i + "." + tarpit), "198.51.100." + i % 250));
    }
    var honest = new ArrayList<Duration>();
    for (int i = 0; i < 20; i++) {
      long began = System.nanoTime();
      var verdict =
          send(from("honest-" + i + "-" + run + ".example"), "203.0.113.1")
              .get(20, TimeUnit.SECONDS);
      assertThat(verdict.action()).isEqualTo(Action.ACCEPT);
      honest.add(since(began));
    }
    assertThat(honest.stream().sorted().toList().get(honest.size() - 2))
        .isLessThan(Duration.ofSeconds(1));
    for (var one : slow) {
      assertThat(one.get(20, TimeUnit.SECONDS).action()).isEqualTo(Action.DEFER);
    }
  }

  /**
   * Signatures, keys, a policy and a name, each with as many questions as it can be made to ask.
   */
  @Test
  void noMessageAsksMoreThanAHundredQuestions() throws Exception {
    var evil = "evil-" + run + ".example";
    var zone = surroundings.zone();
    zone.txt(
        evil,
        "v=spf1 "
            + IntStream.range(0, 9)
                .mapToObj(i -> "mx:m" + i + "." + evil)
                .collect(Collectors.joining(" "))
            + " ptr -all");
    for (int i = 0; i < 9; i++) {
      for (int host = 0; host < 10; host++) {
        zone.mx("m" + i + "." + evil, host, "h" + host + ".m" + i + "." + evil);
        zone.address("h" + host + ".m" + i + "." + evil, "192.0.2.200");
      }
    }
    var deep = "a.b.c.d.e.f.g.h.i." + evil;
    var message =
        new StringBuilder(signatures(40, deep))
            .append(
                IntStream.range(0, 30)
                    .mapToObj(
                        i ->
                            "DomainKey-Signature: a=rsa-sha1; q=dns; c=nofws; s=k"
                                + i
                                + "; d="
                                + evil
                                + "; b=AAAA\r\n")
                    .collect(Collectors.joining()));
    for (int i = 50; i >= 1; i--) {
      message
          .append("ARC-Seal: i=" + i + "; a=rsa-sha256; cv=" + (i == 1 ? "none" : "pass"))
          .append("; d=" + evil + "; s=as" + i + "; b=AAAA\r\n")
          .append("ARC-Message-Signature: i=" + i + "; a=rsa-sha256; c=relaxed/relaxed; h=from")
          .append("; d=" + evil + "; s=am" + i + "; bh=" + BODY_HASH + "; b=AAAA\r\n")
          .append("ARC-Authentication-Results: i=" + i + "; mx; none\r\n");
    }
    long before = zone.queries();
    var verdict = send(message + from(deep), "192.0.2.1", "x@" + evil).get(20, TimeUnit.SECONDS);
    assertThat(verdict.action()).isIn(Action.ACCEPT, Action.DEFER, Action.REJECT);
    assertThat(zone.queries() - before).isBetween(40L, 100L);
  }

  private void silent(String name) {
    surroundings.zone().fault(name, new Fault.Silence());
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static String from(String domain) {
    return "From: Teller <teller@" + domain + ">\r\nSubject: hello\r\n\r\n";
  }

  private static String signatures(int count, String domain) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d="
                    + domain
                    + "; s=s"
                    + i
                    + "; h=from; bh="
                    + BODY_HASH
                    + "; b=AAAA\r\n")
        .collect(Collectors.joining());
  }

  private CompletableFuture<Verdict> send(String message, String client) {
    return send(message, client, "x@sender-" + run + ".example");
  }

  private CompletableFuture<Verdict> send(String message, String client, String reversePath) {
    var question = question(message, client, reversePath);
    return asker.send(question.transactionId(), question.toRecord(0));
  }

  private VerifyQuestion question(String message, String client, String reversePath) {
    var digester = MessageDigester.forVerifying(DigestLimits.DEFAULT);
    var octets = message.getBytes(ISO_8859_1);
    digester.update(octets, 0, octets.length);
    return new VerifyQuestion(
        TransactionId.next(Instant.now()),
        new Asker(asker.instance, BUDGET, 1),
        new Envelope(
            reversePath,
            List.of("you@here.example"),
            new Envelope.Client(client, "mail.example", Optional.empty(), "mx"),
            Optional.empty(),
            "8BITMIME",
            false,
            Instant.now()),
        digester.finish());
  }
}
