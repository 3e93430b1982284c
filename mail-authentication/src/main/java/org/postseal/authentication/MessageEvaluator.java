package org.postseal.authentication;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.postseal.authentication.arc.ArcValidator;
import org.postseal.authentication.dkim.DkimDefect;
import org.postseal.authentication.dkim.DkimOutcome;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.dkim.DkimVerifier;
import org.postseal.authentication.dkim.OperationBudget;
import org.postseal.authentication.dmarc.DmarcOutcome;
import org.postseal.authentication.dmarc.DmarcResult;
import org.postseal.authentication.dmarc.DmarcVerifier;
import org.postseal.authentication.dmarc.Identifiers;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;
import org.postseal.authentication.domainkeys.DomainKeysResult;
import org.postseal.authentication.domainkeys.DomainKeysVerifier;
import org.postseal.authentication.message.Author;
import org.postseal.authentication.message.HeaderSection;
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
  private final Supplier<MethodDns> asked;
  private final EvaluatorSettings settings;
  private final DkimVerifier dkim;
  private final DomainKeysVerifier domainKeys;
  private final ArcValidator arc;

  /** Every method asks this DNS, no more than the settings allow. */
  public MessageEvaluator(Dns dns, EvaluatorSettings settings) {
    this(() -> MethodDns.of(dns, settings.questions()), settings);
  }

  /**
   * The methods ask whom they are told to.
   *
   * @param asked makes what is asked about one message
   */
  public MessageEvaluator(Supplier<MethodDns> asked, EvaluatorSettings settings) {
    this.asked = asked;
    this.settings = settings;
    this.dkim = new DkimVerifier(settings.dkim());
    this.domainKeys = new DomainKeysVerifier(settings.dkim().signatures());
    this.arc = new ArcValidator(settings.dkim().minimumRsaBits());
  }

  /**
   * All results for the message, had it come at {@code now}. Each question is asked once, SPF's
   * first: what a stranger's signatures ask for must not keep the author's policy waiting.
   */
  public Evaluation evaluate(ReceivedMessage message, Instant now) {
    var section = message.headerSection();
    var author = Author.of(section);
    var dns = asked.get();
    var budget = new OperationBudget(settings.dkim().operations());
    var circumstances = new DkimVerifier.Circumstances(now, budget);
    var sender = spf(dns.spf(), message.peer(), now);
    var signatures = dkim.verify(section, message.bodyDigests(), dns.keys(), circumstances);
    var aligned =
        new DmarcVerifier(dns.dmarc(), settings.dmarc())
            .verify(author, identifiers(signatures, sender));
    var evaluation =
        Evaluation.of(author, message.defect(), signatures)
            .with(domainKeys(message, signatures, aligned, new Sources(dns, budget)))
            .with(aligned)
            .withNullMx(nullMx(dns.others(), aligned, sender));
    var withSender = sender.map(evaluation::with).orElse(evaluation);
    return isWorthValidating(section)
        ? withSender.with(arc.validate(section, message.bodyDigests(), dns.keys(), circumstances))
        : withSender;
  }

  private boolean isWorthValidating(HeaderSection section) {
    return settings.sealers().isEmpty()
        || !ArcValidator.isSealed(section)
        || ArcValidator.claimedSealers(section).stream()
            .anyMatch(settings.sealers().get()::contains);
  }

  /** SPF alone, as far as the peer is known: empty without an address. */
  public Optional<SpfResult> spf(Peer peer, Instant now) {
    return spf(asked.get().spf(), peer, now);
  }

  /** What SPF is asked about this peer, for those who write it down: empty without an address. */
  public Optional<SpfQuestion> spfQuestion(Peer peer, Instant now) {
    return peer.address()
        .map(
            address ->
                new SpfQuestion(
                    address, peer.helo(), peer.reversePath(), settings.authservId(), now));
  }

  private Optional<SpfResult> spf(Dns dns, Peer peer, Instant now) {
    return spfQuestion(peer, now).map(new SpfVerifier(dns, settings.spf())::verify);
  }

  /**
   * What {@link #evaluate} will ask first, whatever the answers: ask it all at once, and the time
   * that evaluation takes is that of its slowest answers, not their sum.
   */
  public ForeseenQuestions foreseen(ReceivedMessage message, Instant now) {
    return ForeseenQuestions.of(
        message,
        dkim.keyRecordNames(message.headerSection()),
        spfQuestion(message.peer(), now).flatMap(SpfVerifier::domain));
  }

  /** What there is to ask, and what may be spent, while one message is evaluated. */
  private record Sources(MethodDns dns, OperationBudget budget) {}

  /**
   * The policy of the sending domain is asked for only if nothing else speaks for the message, and
   * never of a domain whose DNS has just been silent.
   */
  private DomainKeysResult domainKeys(
      ReceivedMessage message, List<DkimResult> signatures, DmarcResult author, Sources sources) {
    var section = message.headerSection();
    var result =
        domainKeys.verify(
            section, message.domainKeysDigests(), sources.dns().keys(), sources.budget());
    return author.outcome() instanceof DmarcOutcome.TemporaryError
            || signatures.stream().anyMatch(DkimResult::success)
        ? result
        : DomainKeysVerifier.withPolicy(result, section, sources.dns().others());
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
   * RFC 7505 §4.2. That there is no answer leaves nothing open here, for most domains take mail.
   */
  private static List<DomainName> nullMx(Dns dns, DmarcResult author, Optional<SpfResult> sender) {
    var domains =
        Stream.concat(
            author.authorDomain().stream(),
            sender.stream()
                .filter(spf -> spf.identity() == SpfIdentity.MAIL_FROM)
                .flatMap(spf -> spf.domain().stream()));
    return domains
        .distinct()
        .filter(domain -> domain.labels().size() > 1)
        .filter(domain -> takesNoMail(dns, domain))
        .toList();
  }

  private static boolean takesNoMail(Dns dns, DomainName domain) {
    return dns.mailExchanges(domain) instanceof DnsAnswer.Found<MailExchange>(var records, _, _)
        && records.size() == 1
        && records.getFirst().isNull();
  }
}
