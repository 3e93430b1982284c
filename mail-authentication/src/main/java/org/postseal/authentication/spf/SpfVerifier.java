package org.postseal.authentication.spf;

import java.util.Optional;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DomainName;

/**
 * Finds out whether a client may use a domain, RFC 7208. Blocks while the DNS does; the time limit
 * of §4.6.4 is the DNS adapter's. Immutable, for any number of threads.
 */
public final class SpfVerifier {
  private final Dns dns;
  private final SpfLimits limits;

  /** Asks this DNS, within these limits. */
  public SpfVerifier(Dns dns, SpfLimits limits) {
    this.dns = dns;
    this.limits = limits;
  }

  /**
   * Checks the MAIL FROM identity (RFC 7208 §2.4), or the HELO identity if the reverse-path is null
   * or not known.
   */
  public SpfResult verify(SpfQuestion question) {
    var sender = Sender.of(question);
    return sender.isPresent()
        ? verify(question, sender.get())
        : new SpfResult(
            SpfIdentity.HELO,
            Optional.empty(),
            new SpfOutcome.None("neither a reverse-path nor a HELO name is known"));
  }

  /** The domain whose policy {@link #verify} asks for. */
  public static Optional<DomainName> domain(SpfQuestion question) {
    return Sender.of(question).flatMap(Sender::domainName);
  }

  private SpfResult verify(SpfQuestion question, Sender sender) {
    var name = sender.domainName();
    var outcome =
        name.map(domain -> new CheckHost(dns, limits, question, sender).check(domain))
            // RFC 7208 §4.3
            .orElseGet(() -> new SpfOutcome.None("no domain name"));
    return new SpfResult(sender.identity(), name, outcome);
  }
}
