package org.postseal.accounts;

import java.util.Locale;
import java.util.Optional;
import org.postseal.smtp.path.MailDomain;
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

  /** Every mailbox of one domain whose local-part begins so. */
  record Beginning(String prefix, MailDomain domain) implements Identity {
    @Override
    public boolean covers(Mailbox mailbox) {
      return mailbox.domain().equals(domain)
          && mailbox.localPart().regionMatches(true, 0, prefix, 0, prefix.length());
    }

    @Override
    public String toString() {
      return prefix + "*@" + domain;
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

  /** Every mailbox of every domain below one, not of that one. */
  record Subdomains(String domain) implements Identity {
    @Override
    public boolean covers(Mailbox mailbox) {
      return mailbox.domain() instanceof MailDomain.Name(var name) && name.endsWith("." + domain);
    }

    @Override
    public String toString() {
      return "@*." + domain;
    }
  }

  /**
   * Reads a mailbox, {@code alice+*@domain} for local-parts that begin with {@code alice+}, {@code
   * @domain}, or {@code @*.domain}.
   */
  static Optional<Identity> parse(String text) {
    if (text.startsWith("@*.")) {
      var domain = text.substring(3).toLowerCase(Locale.ROOT);
      return nameOf(domain).map(Subdomains::new);
    }
    if (text.startsWith("@")) {
      var domain = text.substring(1).toLowerCase(Locale.ROOT);
      return Mailbox.parse("postmaster@" + domain).map(_ -> new WholeDomain(domain));
    }
    return Mailbox.parse(text).map(Identity::of);
  }

  private static Identity of(Mailbox mailbox) {
    var localPart = mailbox.localPart();
    return localPart.endsWith("*")
        ? new Beginning(localPart.substring(0, localPart.length() - 1), mailbox.domain())
        : new OneMailbox(mailbox);
  }

  private static Optional<String> nameOf(String domain) {
    return Mailbox.parse("postmaster@" + domain)
        .filter(mailbox -> mailbox.domain() instanceof MailDomain.Name)
        .map(_ -> domain);
  }
}
