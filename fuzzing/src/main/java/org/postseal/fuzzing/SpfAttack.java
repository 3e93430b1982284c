package org.postseal.fuzzing;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import org.postseal.authentication.spf.ReceivedSpf;
import org.postseal.authentication.spf.SpfLimits;
import org.postseal.authentication.spf.SpfOutcome;
import org.postseal.authentication.spf.SpfQuestion;
import org.postseal.authentication.spf.SpfRecord;
import org.postseal.authentication.spf.SpfResult;
import org.postseal.authentication.spf.SpfVerifier;

/**
 * A reverse-path, a HELO name and the answers of a hostile DNS: one result, reasons fit to be
 * reported, and no more questions than RFC 7208 §4.6.4 allows.
 */
final class SpfAttack implements Attack {
  /**
   * One for each policy, and for each of ten terms itself and ten addresses of MX; the reverse name
   * with ten addresses; the explanation.
   */
  private static final int MOST_QUESTIONS = 11 + 10 * 11 + 11 + 1;

  @Override
  public void with(byte[] octets) {
    var parts = new Parts(octets, 3);
    var client =
        InetAddress.ofLiteral(parts.octets(1).length % 2 == 0 ? "192.0.2.1" : "2001:db8::1");
    var question =
        new SpfQuestion(
            client,
            Optional.of(parts.text(2)),
            Optional.of(parts.text(1)),
            "mx.receiver.example",
            Instant.EPOCH);
    var dns = new HostileDns(parts.text(0));
    SpfResult result = new SpfVerifier(dns, SpfLimits.DEFAULT).verify(question);
    BrokenClaim.unless(
        dns.questions() <= MOST_QUESTIONS, "no more questions than allowed: " + dns.questions());
    BrokenClaim.unless(
        result.authenticatedDomain().isEmpty() || result.outcome() instanceof SpfOutcome.Pass,
        "only pass authenticates");
    result.outcome().why().ifPresent(why -> BrokenClaim.unlessAscii(why, "a reason"));
    if (result.outcome() instanceof SpfOutcome.Fail(_, var explanation)) {
      explanation.ifPresent(text -> BrokenClaim.unlessAscii(text, "an explanation"));
    }
    BrokenClaim.unlessFoldedAscii(ReceivedSpf.field(question, result), "Received-SPF");
    BrokenClaim.unlessEqual(
        new SpfVerifier(new HostileDns(parts.text(0)), SpfLimits.DEFAULT)
            .verify(question)
            .toString(),
        result.toString(),
        "the same a second time");
    requireNoCaseAndSpace("v=spf1 " + parts.text(0));
  }

  /** Spaces between terms do not matter (RFC 7208 §4.6.1). */
  private static void requireNoCaseAndSpace(String text) {
    if (SpfRecord.parse(text) instanceof SpfRecord.Parsed.WellFormed(var record)) {
      BrokenClaim.unless(
          SpfRecord.parse(text.replace(" ", "  ") + " ")
                  instanceof SpfRecord.Parsed.WellFormed(var spaced)
              && spaced.equals(record),
          "more spaces are the same record");
    }
  }
}
