package org.postseal.endtoend.forgeries;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.authentication.EvaluatorSettings;
import org.postseal.authentication.MessageEvaluator;
import org.postseal.authentication.Peer;
import org.postseal.authentication.ReceivedMessage;
import org.postseal.authentication.authresults.AuthenticationResults;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.MessageDigester;
import org.postseal.dns.CachingDns;
import org.postseal.dns.DnsjavaDns;
import org.postseal.dns.ResolverSettings;
import org.postseal.ingress.acceptance.TraceFields;
import org.postseal.policy.Decision;
import org.postseal.policy.DecisionTable;
import org.postseal.policy.Findings;
import org.postseal.policy.Standing;
import org.postseal.topics.DomainEntry.Mode;
import org.postseal.topics.Verdict.Action;

/** The forgeries as {@code check} would decide them, and what becomes of those it would take. */
class ForgeriesTest {
  private static final String OURS = "mx.receiver.example";

  private final ForgersDns dns = new ForgersDns();
  private final MessageEvaluator evaluator =
      new MessageEvaluator(
          new CachingDns(new DnsjavaDns(ResolverSettings.parse(List.of(dns.resolver())))),
          EvaluatorSettings.of(OURS));

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    dns.close();
  }

  @Test
  void thereAreEnoughOfThem() {
    var forgeries = dns.forgeries();
    assertThat(forgeries).hasSizeGreaterThan(600);
    assertThat(new HashSet<>(forgeries.stream().map(Forgery::name).toList()))
        .hasSameSizeAs(forgeries);
  }

  @Test
  void whatTheVictimWroteIsTakenAndReadAsTheVictims() throws Exception {
    Readers.orSkip();
    var genuine = new Forgery("genuine", dns.signed(Forgeries.GENUINE));
    assertThat(decided(genuine).decision().action()).isEqualTo(Action.ACCEPT);
    var messages = new TreeMap<String, byte[]>();
    messages.put("genuine", genuine.octets());
    String claim = "Authentication-Results: " + OURS + "; dkim=pass header.d=" + Forgery.VICTIM;
    String other = "From: x@attacker.example\r\n\r\n";
    messages.put("claim", new Forgery("", claim + "\r\n" + other).octets());
    messages.put("other", new Forgery("", other).octets());
    assertThat(Readers.deceived(messages, folder)).containsOnlyKeys("genuine", "claim");
  }

  @Test
  void noneThatWouldBeTakenShowsTheVictim() throws IOException, InterruptedException {
    Readers.orSkip();
    var taken = new TreeMap<String, byte[]>();
    for (Forgery forgery : dns.forgeries()) {
      var decided = decided(forgery);
      if (decided.decision().action() == Action.ACCEPT) {
        taken.put(forgery.name(), decided.stored());
      }
    }
    assertThat(taken).as("honest names of the attacker's own are taken").isNotEmpty();
    assertThat(Readers.deceived(taken, folder)).isEmpty();
  }

  @Test
  void theReasonsAreOfManyKinds() {
    Set<String> rules = new HashSet<>();
    dns.forgeries().forEach(forgery -> rules.add(decided(forgery).decision().rule()));
    assertThat(rules)
        .contains(
            "header-malformed", "from-malformed", "from-several", "from-repeated", "dmarc-reject");
  }

  private record Decided(Decision decision, byte[] stored) {}

  private Decided decided(Forgery forgery) {
    var digester = MessageDigester.forVerifying(DigestLimits.DEFAULT);
    digester.update(forgery.octets(), 0, forgery.octets().length);
    var digested = digester.finish();
    var message =
        ReceivedMessage.of(
            digested,
            new Peer(
                Optional.of(InetAddress.ofLiteral("127.0.0.1")),
                Optional.of(forgery.helo()),
                Optional.of(forgery.reversePath())));
    var evaluation = evaluator.evaluate(message, Instant.now());
    var decision =
        DecisionTable.decide(
            new Findings(evaluation, new Standing.Read(Optional.empty(), Optional.empty())),
            Mode.ENFORCE);
    var results = AuthenticationResults.of(OURS, evaluation).field() + "\r\n";
    var edited =
        new TraceFields(Set.of(OURS))
            .removeClaims(message.headerSection())
            .applyTo(digested.headerSection());
    String stored = results + new String(edited, StandardCharsets.ISO_8859_1) + "\r\nbody\r\n";
    return new Decided(decision, stored.getBytes(StandardCharsets.ISO_8859_1));
  }
}
