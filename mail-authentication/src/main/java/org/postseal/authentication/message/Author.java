package org.postseal.authentication.message;

import java.util.List;
import org.postseal.authentication.dns.DomainName;

/**
 * Whom RFC5322.From names, as far as a single author domain can be told from it (RFC 9989 §5.3.1):
 * however many authors have it.
 */
public sealed interface Author {
  /** One author, or several of one domain. */
  record One(DomainName domain) implements Author {}

  /** There is no From field, or it names nobody (an empty group). */
  record None() implements Author {}

  /** There are several From fields. */
  record Repeated() implements Author {}

  /**
   * One From field names authors of several domains.
   *
   * @param domains two or more, each once
   */
  record Several(List<DomainName> domains) implements Author {
    public Several {
      domains = List.copyOf(domains);
    }
  }

  /** The From field is no list of mailboxes with domain names. */
  record Malformed(String reason) implements Author {}

  /** Reads the From fields of a header section. */
  static Author of(HeaderSection section) {
    List<HeaderField> from = section.fieldsNamed("from");
    if (from.isEmpty()) {
      return new None();
    }
    return from.size() > 1 ? new Repeated() : MailboxList.author(from.getFirst().value());
  }

  /**
   * The mailboxes that a From or Sender field names, each once and as {@code local-part@domain}
   * with the inside of a quoted local-part left out; empty if the field is malformed. For those who
   * compare them with what somebody may write as.
   */
  static List<String> mailboxes(HeaderField field) {
    return MailboxList.addrSpecs(field.value());
  }
}
