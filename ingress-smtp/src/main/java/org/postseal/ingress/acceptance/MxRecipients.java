package org.postseal.ingress.acceptance;

import java.util.Locale;
import java.util.Set;
import org.postseal.smtp.path.ForwardPath;
import org.postseal.smtp.path.MailDomain;
import org.postseal.smtp.path.Mailbox;

/** Which recipients an MX takes: those of local domains, and Postmaster (RFC 5321 §4.5.1). */
public final class MxRecipients {
  /** The policy of recipients that are somebody else's, for those who may relay. */
  public static final String RELAYED = "relayed";

  private final LocalDomains domains;
  private final String hostname;
  private final Unlisted unlisted;
  private final String delimiter;

  /**
   * @param hostname our own name, whose postmaster is always ours
   * @param delimiter what follows it in a local-part does not tell users apart; none if empty
   */
  public MxRecipients(LocalDomains domains, String hostname, Unlisted unlisted, String delimiter) {
    this.domains = domains;
    this.hostname = hostname;
    this.unlisted = unlisted;
    this.delimiter = delimiter;
  }

  /** What becomes of recipients in local domains of which no users are known. */
  public enum Unlisted {
    TAKEN,
    /** The next hop decides. */
    ASKED
  }

  /** What becomes of a recipient. */
  public sealed interface Outcome {
    /** The mailbox is ours. */
    record Ours(Mailbox mailbox, String policy) implements Outcome {}

    /** The domain is ours; the next hop knows whether the user is. */
    record ToBeAsked(Mailbox mailbox, String policy) implements Outcome {}

    /** The domain is ours, the user is not. */
    record NoSuchUser() implements Outcome {}

    /** The domain is ours; no mailbox can have this name. */
    record NoMailboxName() implements Outcome {}

    /** The domain is somebody else's. */
    record NotOurs() implements Outcome {}

    /** Our domains are not known yet. */
    record Unknown() implements Outcome {}
  }

  public Outcome judge(ForwardPath forwardPath) {
    return switch (forwardPath) {
      case ForwardPath.Postmaster _ -> postmaster();
      case ForwardPath.Recipient(var mailbox) -> judge(mailbox);
    };
  }

  private Outcome judge(Mailbox mailbox) {
    if (!(mailbox.domain() instanceof MailDomain.Name(var name))) {
      return new Outcome.NotOurs();
    }
    var domain = domains.find(name);
    if (domain.isPresent()) {
      return judge(domain.get(), mailbox);
    }
    if (!domains.isComplete()) {
      return new Outcome.Unknown();
    }
    return name.equals(hostname) && isPostmaster(mailbox) ? postmaster() : new Outcome.NotOurs();
  }

  private Outcome postmaster() {
    var mailbox = new Mailbox("postmaster", new MailDomain.Name(hostname));
    return new Outcome.Ours(mailbox, domains.find(hostname).map(LocalDomain::policy).orElse(""));
  }

  private Outcome judge(LocalDomain domain, Mailbox mailbox) {
    if (!MailboxName.fits(mailbox.localPart())) {
      return new Outcome.NoMailboxName();
    }
    var ours = new Outcome.Ours(mailbox, domain.policy());
    if (isPostmaster(mailbox)) {
      return ours;
    }
    return switch (domain.users()) {
      case LocalDomain.Users.Everybody _ -> ours;
      case LocalDomain.Users.Listed(var known) ->
          isAmong(known, mailbox) ? ours : new Outcome.NoSuchUser();
      case LocalDomain.Users.Unlisted _ ->
          switch (unlisted) {
            case TAKEN -> ours;
            case ASKED -> new Outcome.ToBeAsked(mailbox, domain.policy());
          };
    };
  }

  private boolean isAmong(Set<String> known, Mailbox mailbox) {
    var localPart = mailbox.localPart().toLowerCase(Locale.ROOT);
    int detail = delimiter.isEmpty() ? -1 : localPart.indexOf(delimiter);
    return known.contains(localPart)
        || (detail > 0 && known.contains(localPart.substring(0, detail)));
  }

  private static boolean isPostmaster(Mailbox mailbox) {
    return mailbox.localPart().equalsIgnoreCase("postmaster");
  }
}
