package org.postseal.authentication;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postseal.authentication.arc.ArcValidator;
import org.postseal.authentication.dkim.DkimDefect;
import org.postseal.authentication.dkim.DkimOutcome;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.dkim.DkimVerifier;
import org.postseal.authentication.dkim.KeyRecordSource;
import org.postseal.authentication.dmarc.DmarcOutcome;
import org.postseal.authentication.dmarc.DmarcResult;
import org.postseal.authentication.dmarc.DmarcVerifier;
import org.postseal.authentication.dmarc.Identifiers;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;
import org.postseal.authentication.domainkeys.DomainKeysVerifier;
import org.postseal.authentication.message.Author;
import org.postseal.authentication.spf.SpfIdentity;
import org.postseal.authentication.spf.SpfOutcome;
import org.postseal.authentication.spf.SpfQuestion;
import org.postseal.authentication.spf.SpfResult;
import org.postseal.authentication.spf.SpfVerifier;

/**
 * Makes every check of a message that this library knows. The one place where a new method is added
 * for all who evaluate.
 *
 * <p>Blocks while the DNS and the key records do; call it on a thread that may wait. Immutable;
 * safe for any number of threads.
 */
public final class MessageEvaluator {
  private final Dns dns;
  private final String authservId;
  private final KeyRecordSource keys;
  private final DkimVerifier dkim;
  private final ArcValidator arc;
  private final SpfVerifier spf;
  private final DmarcVerifier dmarc;

  /** Key records come straight from the DNS. */
  public MessageEvaluator(Dns dns, EvaluatorSettings settings) {
    this(dns, KeyRecordSource.dns(dns), settings);
  }

  /** Key records come from somewhere else, such as the key registry; all else from the DNS. */
  public MessageEvaluator(Dns dns, KeyRecordSource keys, EvaluatorSettings settings) {
    this.dns = dns;
    this.authservId = settings.authservId();
    this.keys = keys;
    this.dkim = new DkimVerifier(settings.dkim());
    this.arc = new ArcValidator(settings.dkim().minimumRsaBits());
    this.spf = new SpfVerifier(dns, settings.spf());
    this.dmarc = new DmarcVerifier(dns, settings.dmarc());
  }

  /** All results for the message, had it come at {@code now}. */
  public Evaluation evaluate(ReceivedMessage message, Instant now) {
    var section = message.headerSection();
    var author = Author.of(section);
    var signatures = dkim.verify(section, message.bodyDigests(), keys, now);
    var sender = spf(message.peer(), now);
    var aligned = dmarc.verify(author, identifiers(signatures, sender));
    var evaluation =
        Evaluation.of(author, message.defect(), signatures)
            .with(DomainKeysVerifier.verify(section, message.domainKeysDigests(), keys))
            .with(arc.validate(section, message.bodyDigests(), keys, now))
            .with(aligned)
            .withNullMx(nullMx(aligned, sender));
    return sender.map(evaluation::with).orElse(evaluation);
  }

  /** SPF alone, as far as the peer is known: empty without an address. */
  public Optional<SpfResult> spf(Peer peer, Instant now) {
    return peer.address()
        .map(
            address ->
                spf.verify(
                    new SpfQuestion(address, peer.helo(), peer.reversePath(), authservId, now)));
  }

  private static Identifiers identifiers(List<DkimResult> signatures, Optional<SpfResult> sender) {
    var undecided =
        Stream.concat(
            signatures.stream()
                .filter(MessageEvaluator::isUndecided)
                .flatMap(result -> result.claims().domain().stream()),
            sender.stream()
                .filter(result -> result.outcome() instanceof SpfOutcome.TemporaryError)
                .flatMap(result -> result.domain().stream()));
    return new Identifiers(
        signatures.stream().flatMap(result -> result.authenticatedDomain().stream()).toList(),
        sender.flatMap(SpfResult::authenticatedDomain),
        undecided.toList());
  }

  private static boolean isUndecided(DkimResult result) {
    return result.outcome() instanceof DkimOutcome.Failure(var defect, _)
        && defect == DkimDefect.KEY_UNAVAILABLE;
  }

  /**
   * RFC 7505 §4.2. That there is no answer leaves nothing open here, for most domains take mail; so
   * a domain whose DNS has just been silent is not asked about.
   */
  private List<DomainName> nullMx(DmarcResult author, Optional<SpfResult> sender) {
    var domains =
        Stream.concat(
            author.outcome() instanceof DmarcOutcome.TemporaryError
                ? Stream.empty()
                : author.authorDomain().stream(),
            sender.stream()
                .filter(spf -> spf.identity() == SpfIdentity.MAIL_FROM)
                .filter(spf -> !(spf.outcome() instanceof SpfOutcome.TemporaryError))
                .flatMap(spf -> spf.domain().stream()));
    return domains
        .distinct()
        .filter(domain -> domain.labels().size() > 1)
        .filter(this::takesNoMail)
        .toList();
  }

  private boolean takesNoMail(DomainName domain) {
    return dns.mailExchanges(domain) instanceof DnsAnswer.Found<MailExchange>(var records, _, _)
        && records.size() == 1
        && records.getFirst().isNull();
  }
}
