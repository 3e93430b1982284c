package org.postseal.ingress.acceptance;

import java.util.Locale;
import java.util.Optional;
import org.postseal.smtp.path.Mailbox;

/** What an account may write as. */
public sealed interface Identity {
  boolean covers(Mailbox mailbox);

  /** One mailbox. The local-part is compared without regard to case: our own users, our rule. */
  record OneMailbox(Mailbox mailbox) implements Identity {
    @Override
    public boolean covers(Mailbox other) {
      return mailbox.domain().equals(other.domain())
          && mailbox.localPart().equalsIgnoreCase(other.localPart());
    }

    @Override
    public String toString() {
      return mailbox.toString();
    }
  }

  /** Every mailbox of one domain, not of its subdomains. */
  record WholeDomain(String domain) implements Identity {
    @Override
    public boolean covers(Mailbox mailbox) {
      return mailbox.domain().toString().equals(domain);
    }

    @Override
    public String toString() {
      return "@" + domain;
    }
  }

  /** Reads a mailbox, or {@code @domain}. */
  static Optional<Identity> parse(String text) {
    if (text.startsWith("@")) {
      var domain = text.substring(1).toLowerCase(Locale.ROOT);
      return Mailbox.parse("postmaster@" + domain).map(_ -> new WholeDomain(domain));
    }
    return Mailbox.parse(text).map(OneMailbox::new);
  }
}
