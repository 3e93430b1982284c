package org.postseal.ingress.acceptance;

import java.util.Locale;
import org.postseal.smtp.path.ForwardPath;
import org.postseal.smtp.path.MailDomain;
import org.postseal.smtp.path.Mailbox;

/** Which recipients an MX takes: those of local domains, and Postmaster (RFC 5321 §4.5.1). */
public final class MxRecipients {
  /** The policy of recipients that are somebody else's, for those who may relay. */
  public static final String RELAYED = "relayed";

  private final LocalDomains domains;
  private final String hostname;

  /**
   * @param hostname our own name, whose postmaster is always ours
   */
  public MxRecipients(LocalDomains domains, String hostname) {
    this.domains = domains;
    this.hostname = hostname;
  }

  /** What becomes of a recipient. */
  public sealed interface Outcome {
    /** The mailbox is ours. */
    record Ours(Mailbox mailbox, String policy) implements Outcome {}

    /** The domain is ours, the user is not. */
    record NoSuchUser() implements Outcome {}

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
      return isKnown(domain.get(), mailbox)
          ? new Outcome.Ours(mailbox, domain.get().policy())
          : new Outcome.NoSuchUser();
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

  private static boolean isKnown(LocalDomain domain, Mailbox mailbox) {
    return isPostmaster(mailbox)
        || domain
            .localParts()
            .map(known -> known.contains(mailbox.localPart().toLowerCase(Locale.ROOT)))
            .orElse(true);
  }

  private static boolean isPostmaster(Mailbox mailbox) {
    return mailbox.localPart().equalsIgnoreCase("postmaster");
  }
}
